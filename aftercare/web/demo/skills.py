"""What must be known for which products, and who has which certificate until when."""

from datetime import datetime, timedelta

from aftercare.kit import days
from aftercare.skills import actions as skills
from aftercare.web.demo.cast import Cast

# code: (Chinese, English, classes of products, whether a certificate is needed)
SKILLS = {
    "post": ("上岗资格证", "Post qualification", [], True),
    "refrigeration": ("制冷与空调作业", "Refrigeration work", ["暖通"], True),
    "low-voltage": (
        "低压电工作业",
        "Low-voltage electrical work",
        ["暖通", "水泵", "成套设备"],
        True,
    ),
    "hardware": ("硬件", "Hardware", ["计算机", "软件"], False),
    "software": ("软件", "Software", ["软件"], False),
    "network": ("网络", "Network", ["软件"], False),
    "database": ("数据库", "Database", ["软件"], False),
}
# (who, skill, number, since how many days, how many days ahead it ends; None: without end)
CERTIFICATES = (
    *((who, "post", f"SY-{place:03}", 400, None) for place, who in enumerate(
        ("technician", "technician2", "lead", "manager", "leader", "dealer", "dealer2"), start=1)),
    ("technician", "refrigeration", "T1101-0006", 700, 380),
    ("technician2", "refrigeration", "T1101-0007", 1107, -12),
    ("lead", "refrigeration", "T1101-0003", 600, 480),
    ("manager", "refrigeration", "T1101-0002", 500, 590),
    ("technician", "low-voltage", "D1101-0006", 1070, 21),
    ("technician2", "low-voltage", "D1101-0007", 300, 790),
    ("lead", "low-voltage", "D1101-0003", 300, 790),
    ("manager", "low-voltage", "D1101-0002", 300, 790),
    ("technician", "hardware", "", 300, None),
    ("technician2", "software", "", 300, None),
    ("technician2", "network", "", 300, None),
    ("technician2", "database", "", 300, None),
)  # fmt: skip


def make_skills(cast: Cast, at: datetime) -> None:
    """One certificate has expired and one soon does; the rest holds."""
    admin, on = cast["admin"], days.today(at)
    made = {
        code: skills.add_skill(
            fields={"code": code, "title_zh": zh, "title_en": en, "product_classes": classes,
                    "needs_certificate": needed, "for_everything": code == "post"},
            by=admin, at=at,
        )
        for code, (zh, en, classes, needed) in SKILLS.items()
    }  # fmt: skip
    for who, code, number, since, ahead in CERTIFICATES:
        begins = on - timedelta(days=since)
        skills.add_certificate(
            cast[who], made[code], number=number, issuer="北京市应急管理局" if number[:1] in "TD" and number else "",
            issued_on=begins if number else None, valid_from=begins,
            valid_until=None if ahead is None else on + timedelta(days=ahead), by=admin, at=at,
        )  # fmt: skip
