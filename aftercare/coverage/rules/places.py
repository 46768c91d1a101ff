"""From a place to the jurisdictions whose rules apply there (GB/T 2260, ISO 3166-2)."""

PROVINCES = {
    "北京": "BJ", "天津": "TJ", "河北": "HE", "山西": "SX", "内蒙古": "NM", "辽宁": "LN",
    "吉林": "JL", "黑龙江": "HL", "上海": "SH", "江苏": "JS", "浙江": "ZJ", "安徽": "AH",
    "福建": "FJ", "江西": "JX", "山东": "SD", "河南": "HA", "湖北": "HB", "湖南": "HN",
    "广东": "GD", "广西": "GX", "海南": "HI", "重庆": "CQ", "四川": "SC", "贵州": "GZ",
    "云南": "YN", "西藏": "XZ", "陕西": "SN", "甘肃": "GS", "青海": "QH", "宁夏": "NX",
    "新疆": "XJ", "台湾": "TW", "香港": "HK", "澳门": "MO",
}  # fmt: skip
OWN_LAW = frozenset({"TW", "HK", "MO"})


def jurisdictions(place: str) -> tuple[str, ...]:
    """The country and the province of an administrative path such as 浙江省/杭州市.

    A place that names no province has the country only; the rules of a province are never
    applied by guess.
    """
    code = next((code for name, code in PROVINCES.items() if place.startswith(name)), None)
    if code is None:
        return ("CN",)
    return (f"CN-{code}",) if code in OWN_LAW else ("CN", f"CN-{code}")
