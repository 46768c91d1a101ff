"""The fixed cast: one person for every role, and another dealer and customer who must see
nothing."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from aftercare.people.models import Department, Organisation, OrganisationKind, Person
from aftercare.people.roles import Role

PASSWORD = "demo"  # noqa: S105 - the demo's password is printed on its sign-in page

ORGANISATIONS = {
    "own": ("company", "OWN", "守约机电工程有限公司", "010-8800-1000", "北京市海淀区中关村大街 1 号"),
    "customer": ("customer", "K1001", "和平科技大厦业主委员会", "010-6255-2001", "北京市海淀区和平路 8 号"),
    "customer2": ("customer", "K1002", "明珠医院", "021-5403-3002", "上海市徐汇区漕溪路 66 号"),
    "household": ("household", "H2001", "刘洋（家庭用户）", "13800138001", "河北省保定市莲池区裕华路 12 号"),
    "dealer": ("dealer", "D3001", "河北远航农机销售有限公司", "0312-300-3001", "河北省保定市高开区"),
    "dealer2": ("dealer", "D3002", "山东大地农机服务站", "0531-300-3002", "山东省济南市历城区"),
    "supplier": ("supplier", "S4001", "恒通电机厂", "0311-400-4001", "河北省石家庄市"),
}  # fmt: skip

DEPARTMENTS = ("客户服务部", "工程维修部", "质量部", "财务部", "市场部")

# username: (name, role, organisation, department, superior, phone)
PEOPLE = {
    "leader": ("王建国", Role.LEADER, "own", None, None, "13900000001"),
    "manager": ("李明", Role.MANAGER, "own", "客户服务部", "leader", "13900000002"),
    "lead": ("孙丽", Role.LEAD, "own", "工程维修部", "manager", "13900000003"),
    "agent": ("林晓", Role.AGENT, "own", "客户服务部", "manager", "13900000004"),
    "dispatcher": ("周航", Role.DISPATCHER, "own", "客户服务部", "manager", "13900000005"),
    "technician": ("赵勇", Role.TECHNICIAN, "own", "工程维修部", "lead", "13900000006"),
    "technician2": ("钱伟", Role.TECHNICIAN, "own", "工程维修部", "lead", "13900000007"),
    "finance": ("吴敏", Role.FINANCE, "own", "财务部", "leader", "13900000008"),
    "quality": ("郑洁", Role.QUALITY, "own", "质量部", "leader", "13900000009"),
    "author": ("冯译", Role.AUTHOR, "own", "市场部", "leader", "13900000010"),
    "inspector": ("陈鉴", Role.INSPECTOR, "own", None, None, "13900000011"),
    "admin": ("管理员", Role.ADMINISTRATOR, "own", None, None, "13900000012"),
    "dealer": ("何军", Role.DEALER, "dealer", None, None, "13700000001"),
    "dealer2": ("罗强", Role.DEALER, "dealer2", None, None, "13700000002"),
    "customer": ("张伟", Role.CUSTOMER, "customer", None, None, "13600000001"),
    "customer2": ("江涛", Role.CUSTOMER, "customer2", None, None, "13600000002"),
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Everybody by username, and every organisation by its short name."""

    people: dict[str, Person]
    organisations: dict[str, Organisation]
    departments: dict[str, Department]

    def __getitem__(self, username: str) -> Person:
        return self.people[username]


def make_cast() -> Cast:
    """Create the cast; what is there already is kept as it is."""
    organisations = _organisations()
    departments = _departments(organisations["own"])
    people = _people(organisations, departments)
    return Cast(people, organisations, departments)


def _organisations() -> dict[str, Organisation]:
    known = Organisation.objects.in_bulk(
        [one[1] for one in ORGANISATIONS.values()], field_name="code"
    )
    fresh = [
        Organisation(
            kind=OrganisationKind(kind), code=code, name=name, phone=phone, address=address
        )
        for kind, code, name, phone, address in ORGANISATIONS.values()
        if code not in known
    ]
    known |= {one.code: one for one in Organisation.objects.bulk_create(fresh)}
    return {name: known[words[1]] for name, words in ORGANISATIONS.items()}


def _departments(own: Organisation) -> dict[str, Department]:
    known = {one.name: one for one in Department.objects.filter(organisation=own)}
    fresh = [Department(organisation=own, name=name) for name in DEPARTMENTS if name not in known]
    known |= {one.name: one for one in Department.objects.bulk_create(fresh)}
    return {name: known[name] for name in DEPARTMENTS}


def _people(
    organisations: dict[str, Organisation], departments: dict[str, Department]
) -> dict[str, Person]:
    """All at once, and then who stands above whom."""
    known = {one.username: one for one in Person.objects.filter(username__in=PEOPLE)}
    password = make_password(PASSWORD)
    fresh = [
        Person(
            username=username, name=name, role=role, organisation=organisations[organisation],
            department=departments.get(department or ""), phone=phone,
            email=f"{username}@example.com", password=password,
        )
        for username, (name, role, organisation, department, _superior, phone) in PEOPLE.items()
        if username not in known
    ]  # fmt: skip
    known |= {one.username: one for one in Person.objects.bulk_create(fresh)}
    below: dict[str, list[Person]] = {}
    for one in fresh:
        if superior := PEOPLE[str(one.username)][4]:
            one.superior = known[superior]
            below.setdefault(superior, []).append(one)
    for superior, people in below.items():
        keys = [one.pk for one in people]
        Person.objects.filter(pk__in=keys).update(superior=known[superior])
    return {username: known[username] for username in PEOPLE}
