"""Fixed words that plans are said with, in both languages, beside the vocabulary."""

from aftercare.kit.durations import Unit
from aftercare.plans.language.vocabulary import Word

ZH_UNITS = {
    Unit.SECOND: "秒",
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "天",
    Unit.WORKING_DAY: "个工作日",
    Unit.WEEK: "周",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}
EN_UNITS = {
    Unit.SECOND: "second",
    Unit.MINUTE: "minute",
    Unit.HOUR: "hour",
    Unit.DAY: "day",
    Unit.WORKING_DAY: "working day",
    Unit.WEEK: "week",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}
EN_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = {
    "mon": Word("周一", "Monday"),
    "tue": Word("周二", "Tuesday"),
    "wed": Word("周三", "Wednesday"),
    "thu": Word("周四", "Thursday"),
    "fri": Word("周五", "Friday"),
    "sat": Word("周六", "Saturday"),
    "sun": Word("周日", "Sunday"),
}
PRICES = {
    "free": Word("免费", "free"),
    "cost": Word("按成本价", "at cost"),
    "market": Word("按市场价", "at the market price"),
    "list": Word("按公司价目表", "at the company's list price"),
    "preferential": Word("按优惠价", "at a preferential price"),
    "agreed": Word("由双方商定", "as agreed"),
    "by class": Word("按配件类别定价", "at the price of its class of parts"),
}
PER = {
    "h": Word("小时", "hour"),
    "visit": Word("次", "visit"),
    "day": Word("天", "day"),
    "piece": Word("件", "piece"),
    "km": Word("公里", "kilometre"),
}
LIMITS = {
    "fixed": Word("", ""),
    "cap": Word("不超过", "at most "),
    "floor": Word("不低于", "at least "),
}
LINES = {
    "parts": Word("配件", "parts"),
    "labour": Word("人工", "labour"),
    "travel": Word("差旅", "travel"),
    "service": Word("服务", "service"),
    "freight": Word("运费", "freight"),
    "training": Word("培训", "training"),
}
PAYERS = {
    "company": Word("本公司", "the company"),
    "customer": Word("客户", "the customer"),
    "dealer": Word("经销商", "the dealer"),
    "supplier": Word("供应商", "the supplier"),
    "third person": Word("造成损坏的第三方", "whoever caused the damage"),
}
PARTIES = {
    "customer": Word("客户", "the customer"),
    "dealer": Word("经销商", "the dealer"),
    "company": Word("公司内部", "the company itself"),
}
SETTLING = {
    "in advance": Word("款到付货", "paid in advance"),
    "on completion": Word("完工后结算", "settled on completion"),
    "by deduction": Word("从应收货款中扣除", "set off against what is owed for goods"),
}
OUTCOMES = {
    "charged": Word("收费处理", "served for a charge"),
    "advice only": Word("只提供解决建议", "advice only"),
    "owner bears the loss": Word("损失由业主承担", "the owner bears the loss"),
    "not served": Word("不在服务范围内", "not served"),
}
PHASES = {
    "warranty": Word("保修期内", "during the warranty"),
    "agreement": Word("协议期内", "while the agreement runs"),
    "construction": Word("施工期间", "during construction"),
    "forever": Word("长期", "without end"),
    "always": Word("不限保修期", "in or out of warranty"),
}
LENGTHS = {
    "lifetime": Word("终身", "for life"),
    "design life": Word("设计使用年限内", "throughout the design life"),
    "permanent": Word("永久", "for good"),
    "agreement": Word("协议期内", "while the agreement runs"),
}
SIGNING = {
    "review": Word("审核", "reviewed"),
    "approve": Word("批准", "approved"),
    "decide": Word("决定", "decided"),
    "confirm": Word("确认", "confirmed"),
}
READINGS = {
    "wide": Word(
        "末日为休息日的，顺延至休息结束后的次日",
        "a last day off moves on to the next day that is none",
    ),
    "narrow": Word(
        "末日为法定节假日的，顺延至次日", "a last day that is a statutory holiday moves on by a day"
    ),
    "plain": Word("末日不因休息日顺延", "the last day does not move"),
}
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")
CONDITIONS = {
    "service": (Word("{v}业务", "for {v}"), Word("{v}以外的业务", "for lines other than {v}")),
    "severity": (Word("{v}", "at {v}"), Word("{v}以外的级别", "at levels other than {v}")),
    "zone": (Word("{v}", "in {v}"), Word("{v}以外的地区", "outside {v}")),
    "source": (
        Word("来源为{v}", "when it comes by {v}"),
        Word("来源不是{v}", "unless it comes by {v}"),
    ),
    "kind": (
        Word("事项为{v}", "for cases of this kind: {v}"),
        Word("事项不是{v}", "for any kind of case but {v}"),
    ),
    "cause": (
        Word("原因为{v}", "when the cause is {v}"),
        Word("原因不是{v}", "unless the cause is {v}"),
    ),
    "needs": (Word("需{v}", "when handled {v}"), Word("无需{v}", "unless handled {v}")),
    "component": (Word("涉及{v}", "for {v}"), Word("不涉及{v}", "for parts other than {v}")),
    "fault": (
        Word("故障为{v}", "when the fault is {v}"),
        Word("故障不是{v}", "unless the fault is {v}"),
    ),
    "urgency": (Word("{v}情形", "in {v} cases"), Word("非{v}情形", "in cases that are not {v}")),
    "difficulty": (
        Word("{v}", "for {v} problems"),
        Word("非{v}", "for problems that are not {v}"),
    ),
    "covered": (Word("{v}", "when {v}"), Word("非{v}", "unless {v}")),
    "customer": (
        Word("客户为{v}", "for customers of this class: {v}"),
        Word("客户不是{v}", "for any class of customer but {v}"),
    ),
}
OCCASIONS = {
    "return-visit": Word("进行一次回访", "a return visit"),
    "inspection": Word("进行一次检查", "an inspection"),
    "maintenance": Word("进行一次保养", "maintenance"),
    "training": Word("组织一次培训", "a training"),
    "survey": Word("开展一次满意度调查", "a satisfaction survey"),
    "notice": Word("发出一次通知", "a notice"),
    "report": Word("提交一次报告", "a report"),
    "plan": Word("提交一次计划", "a plan"),
    "visit": Word("进行一次走访", "a visit"),
}
