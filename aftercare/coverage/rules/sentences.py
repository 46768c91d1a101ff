"""The sentences of the reasons, in Chinese and English.

A field such as `{ends_on:date}` says after the colon what kind of word it is; the kinds are
in `reasons.KINDS`. A new reason is added here and nowhere else.
"""

from aftercare.plans.language.document import Words
from aftercare.plans.language.vocabulary import Word

LINES = {
    "parts": Word("配件", "parts"),
    "labour": Word("工时", "labour"),
    "travel": Word("差旅", "travel"),
    "service": Word("服务费", "service"),
    "freight": Word("运费", "freight"),
    "training": Word("培训费", "training"),
}
PRICES = {
    "free": Word("免费", "free"),
    "cost": Word("成本价", "cost price"),
    "market": Word("市场价", "market price"),
    "list": Word("公司价目表", "list price"),
    "preferential": Word("成本优惠价", "preferential price based on cost"),
    "agreed": Word("协商价", "price to be agreed"),
    "by class": Word("按配件类别定价", "price by class of part"),
}
UNITS = {"h": "小时", "visit": "次", "day": "天", "piece": "件", "km": "公里"}
PARTIES = {
    "company": Word("公司", "the company"),
    "provider": Word("服务方", "the provider"),
    "customer": Word("客户", "the customer"),
    "dealer": Word("经销商", "the dealer"),
    "supplier": Word("供应商", "the supplier"),
    "third person": Word("责任第三人", "the third person who caused it"),
    "unknown": Word("待定", "not settled yet"),
    "seller": Word("销售者", "the seller"),
    "producer": Word("生产者", "the producer"),
    "repairer": Word("修理者", "the repairer"),
    "contractor": Word("施工单位", "the contractor"),
    "business": Word("经营者", "the business"),
    "owner": Word("发包人", "the owner"),
    "obligor": Word("责任方", "the obligor"),
}
PAPERS = {
    "receipt-card": Word("三包回执卡", "the receipt card"),
    "repair-record": Word("三包维修记录", "the repair record"),
    "old-part": Word("旧件", "the old part"),
}
MISSING = {
    "start": Word("起算日期", "the start"),
    "design life": Word("设计使用年限", "the design life"),
    "season": Word("采暖期或供冷期的起止日期", "the dates of the season"),
    "km": Word("行驶里程", "the mileage"),
    "component class": Word("部件类别", "the class of the part"),
    "first-season": Word("首个作业季的开始日期", "the start of the first working season"),
    "in-warranty": Word("是否在保修期内", "whether the warranty runs"),
    "fault-class": Word("故障的严重程度", "how serious the fault is"),
    "fault": Word("故障类型", "which fault it is"),
    "cause": Word("故障原因", "the cause"),
    "window": Word("起算日期", "the start of the period"),
    "conditions": Word("适用条件", "whether its conditions hold"),
    "channel": Word("购买渠道", "how it was sold"),
}

SENTENCES: dict[str, Words] = {
    code: Words(zh=zh, en=en)
    for code, (zh, en) in {
        # terms of the plan
        "term-in-force": (
            "{title}：自{begins_on:date}（{because:event}）起，至{ends_on:date}止，在保修期内。",
            "{title}: runs from {begins_on:date} ({because:event}) to {ends_on:date}.",
        ),
        "term-endless": (
            "{title}：自{begins_on:date}（{because:event}）起，终身有效。",
            "{title}: runs from {begins_on:date} ({because:event}) for life.",
        ),
        "term-expired": (
            "{title}：自{begins_on:date}（{because:event}）起，已于{ends_on:date}届满。",
            "{title}: ran from {begins_on:date} ({because:event}) and ended on {ends_on:date}.",
        ),
        "term-ended": (
            "{title}：已终止。",
            "{title}: was ended.",
        ),
        "term-not-begun": (
            "{title}：自{begins_on:date}（{because:event}）起算，当时尚未开始。",
            "{title}: begins on {begins_on:date} ({because:event}) and had not begun.",
        ),
        "start-missing": (
            "{title}：没有起算凭据，无法判定；需要以下任一记录：{needs:event}。",
            "{title}: no record says when it began; any of these would settle it: {needs:event}.",
        ),
        "end-missing": (
            "{title}：无法确定届满日期，缺少{missing:missing}。",
            "{title}: its end is not known, because {missing:missing} is missing.",
        ),
        "unsigned": (
            "验收报告尚缺{parties:party}签字，未满足双方签字的条件。",
            "The acceptance lacks the signature of {parties:party}; it counts once both signed.",
        ),
        "fallback": (
            "首选的起算凭据没有记录，以{because:event}（{on:date}）起算。",
            "The event named first is not on record; {because:event} ({on:date}) counts instead.",
        ),
        "papers-missing": (
            "没有找到保修凭证，以{because:event}（{on:date}）起算。",
            "No warranty paper was found; {because:event} ({on:date}) counts.",
        ),
        "other-date": (
            "另有记录：{because:event}，{on:date}。",
            "Also on record: {because:event}, {on:date}.",
        ),
        "provisional": (
            "相关年度的放假安排尚未公布，届满日{on:date}可能顺延。",
            "The holidays of that year are not published yet; the end on {on:date} may move on.",
        ),
        "lengthened": (
            "维修和待料等时间不计入，期限顺延{days}天。",
            "Time in repair or waiting does not count; the term is {days} days longer.",
        ),
        "restarted": (
            "更换后自{on:date}起重新计算。",
            "The term was counted anew from {on:date}, after the replacement.",
        ),
        "counted-later": (
            "由卖方安装，自安装完成之日{on:date}起计算。",
            "The seller installed it; the count begins when installation ended, on {on:date}.",
        ),
        "inherited": (
            "{on:date}更换的新件沿用原保修期的剩余期限。",
            "What was replaced on {on:date} keeps what is left of the term.",
        ),
        "voided": (
            "自{on:date}起保修终止：{why}。",
            "The warranty was ended from {on:date}: {why}.",
        ),
        "shorten": (
            "{on:date}记录缩短保修期，届满日为{ends_on:date}：{why}。",
            "Shortened on {on:date}; it ends on {ends_on:date}: {why}.",
        ),
        "extend": (
            "{on:date}记录延长保修期，届满日为{ends_on:date}：{why}。",
            "Extended on {on:date}; it ends on {ends_on:date}: {why}.",
        ),
        "not-about": (
            "{title}：不适用于该原因（{cause:cause}）。",
            "{title}: is not about this cause ({cause:cause}).",
        ),
        "no-term": (
            "方案没有关于该部件的保修条款。",
            "The plan has no warranty term about this component.",
        ),
        "no-agreement": (
            "没有服务协议，只适用法定规则。",
            "There is no agreement; only the rules of law apply.",
        ),
        # exclusions
        "excluded": (
            "不在保修范围：{title}，收费维修。",
            "Not covered: {title}; repair is charged.",
        ),
        "loss-is-the-owners": (
            "不在保修范围：{title}，损失由业主承担，可提供有偿服务。",
            "Not covered: {title}; the loss is the owner's, service is paid.",
        ),
        "advice-only": (
            "仅提供解决建议：{title}。",
            "Advice only: {title}.",
        ),
        "not-served": (
            "不提供服务：{title}。",
            "Not served: {title}.",
        ),
        "past-its-own-term": (
            "方案约定：{title}。",
            "The plan says so: {title}.",
        ),
        "expressly-covered": (
            "{title}明确包含该原因，优先于排除条款“{other}”。",
            "{title} names this cause and goes before the exclusion “{other}”.",
        ),
        "exclusion-barred": (
            "法律禁止以“{title}”为由拒绝。",
            "The law forbids “{title}” as a ground for refusing.",
        ),
        "law-over-exclusion": (
            "方案的排除条款“{title}”不能低于法定最低要求，按法定规则办理。",
            "The plan's exclusion “{title}” cannot go below the legal minimum; the law decides.",
        ),
        # rules of law
        "law-in-force": (
            "法定规则：{title}自{begins_on:date}（{because:event}）起算，当日有效。",
            "By law: {title} It runs from {begins_on:date} ({because:event}).",
        ),
        "law-expired": (
            "法定规则：{title}自{begins_on:date}（{because:event}）起算，已届满。",
            "By law: {title} It ran from {begins_on:date} ({because:event}) and has ended.",
        ),
        "law-not-begun": (
            "法定规则：{title}自{begins_on:date}起算，当时尚未开始。",
            "By law: {title} It begins on {begins_on:date} and had not begun.",
        ),
        "law-unknown": (
            "法定规则：{title}无法判定，缺少{missing:missing}。",
            "By law: {title} It cannot be told, because {missing:missing} is missing.",
        ),
        "law-class-unknown": (
            "法定规则可能适用，需要先确认部件类别或者购买渠道：{title}",
            "A rule of law may apply; class of part or way of sale decides: {title}",
        ),
        "law-without-agreement": (
            "没有协议约定，按法定规则免费：{title}",
            "Without an agreement the law makes it free: {title}",
        ),
        "law-beyond-plan": (
            "方案没有约定或者已届满，法定规则更有利，按法定规则办理：{title}",
            "The plan says nothing or has ended; the law is better for the customer: {title}",
        ),
        "law-outlasts-plan": (
            "方案和法定规则都适用，法定期限到{ends_on:date}，"
            "比方案“{other}”的{other_ends_on:date}更晚，按法定规则办理。",
            "Plan and law both apply; the law, until {ends_on:date}, "
            "outlasts “{other}”, until {other_ends_on:date}.",
        ),
        "plan-at-least-law": (
            "方案和法定规则都适用，方案“{title}”不低于法定最低要求，按方案办理。",
            "Plan and law both apply; “{title}” is at least as good as the law and decides.",
        ),
        "unverified": (
            "所依据的法定规则尚未核实，只作有利于客户的依据。",
            "The rule of law relied on is not verified; it is used in the customer's favour only.",
        ),
        "confirm-first": (
            "有尚未核实的法定规则，拒绝之前须由人员确认。",
            "Rules of law not verified may say otherwise; a person confirms before refusing.",
        ),
        "burden-of-proof": (
            "原因未查明，举证责任在经营者，先按质量问题处理：{title}",
            "The cause is for the business to prove, so it counts as one of quality: {title}",
        ),
        "papers-lost": (
            "凭证丢失不影响权利，以系统记录为准。",
            "Lost papers take no right away; the records of the system count.",
        ),
        "ownership-changed": (
            "{on:date}更换业主，权利随设备继续有效。",
            "The owner changed on {on:date}; the rights travel with the unit.",
        ),
        # after the terms
        "afterwards-proven": (
            "{title}：已有{needs:event}，免费处理。",
            "{title}: proven by {needs:event}, free.",
        ),
        "afterwards-wanting": (
            "{title}：需要{needs:event}才能判定。",
            "{title}: needs {needs:event} to be decided.",
        ),
        "afterwards-possible": (
            "{title}：如取得{needs:event}可以改判。",
            "{title}: {needs:event} would change the answer.",
        ),
        "afterwards-served": (
            "{title}：继续提供服务，费用按方案。",
            "{title}: still served, at the plan's charges.",
        ),
        # facts not known
        "depends-on": (
            "取决于尚未确定的事实：{fact:fact}。",
            "It depends on what is not known yet: {fact:fact}.",
        ),
        "depends-on-cause": (
            "取决于原因；属于以下原因的在保修范围：{causes:cause}。",
            "It depends on the cause; covered when it is one of these: {causes:cause}.",
        ),
        "either-way": (
            "无论{fact:fact}如何，结果相同。",
            "The same whatever the {fact:fact}.",
        ),
        # prices
        "price-rule": (
            "{line:line}：按“{title}”，{price:price}。",
            "{line:line}: {price:price}, by “{title}”.",
        ),
        "price-cap": (
            "{line:line}：按“{title}”，不超过{price:price}。",
            "{line:line}: at most {price:price}, by “{title}”.",
        ),
        "price-floor": (
            "{line:line}：按“{title}”，不低于{price:price}。",
            "{line:line}: at least {price:price}, by “{title}”.",
        ),
        "price-default": (
            "{line:line}：方案没有约定价格，按公司价目表。",
            "{line:line}: the plan names no price; the list price applies.",
        ),
        "price-by-class": (
            "{line:line}：{part_class}类配件，按“{title}”，{price:price}。",
            "{line:line}: parts of class {part_class}, {price:price}, by “{title}”.",
        ),
        "first-free": (
            "{line:line}：前{count}次免费，此前已有{before}次。",
            "{line:line}: the first {count} are free, and {before} came before.",
        ),
        "goodwill": (
            "{by}决定以善意保修方式免费处理：{why}。",
            "Given as goodwill by {by}: {why}.",
        ),
        "dealer-bears": (
            "客户照常享受服务；经销商未交回凭证，费用由经销商承担：{why:paper}。",
            "The customer is served as promised; the dealer bears the cost: {why:paper}.",
        ),
        "recourse": (
            "费用可向{party:party}追偿。",
            "The cost is recovered from {party:party}.",
        ),
        # remedies
        "same-fault": (
            "同一故障已修理{count}次（规定{needed}次）仍未解决。",
            "The same fault was repaired {count} times (of {needed}) and is still there.",
        ),
        "repair-days": (
            "累计维修{count}天，超过规定的{limit}天。",
            "{count} days in repair in all, more than the {limit} allowed.",
        ),
        "single-repair": (
            "单次维修已用{count}天，超过规定的{limit}。",
            "One repair took {count} days, more than the {limit} allowed.",
        ),
        "promise-late": (
            "承诺“{promise}”未按时履行。",
            "The promise “{promise}” was not kept in time.",
        ),
        "replaced-often": (
            "同一部件已更换{count}次（规定{needed}次）。",
            "The same part was replaced {count} times (of {needed}).",
        ),
        "after-remedy": (
            "已按“{remedy:offer}”处理过，同一故障再次出现。",
            "After “{remedy:offer}” the same fault came back.",
        ),
        "within-window": (
            "在规定的期限内（至{ends_on:date}）。",
            "Within the period, which ends on {ends_on:date}.",
        ),
        "first-season": (
            "在首个作业季开始后{days}天内。",
            "Within {days} days of the start of the first working season.",
        ),
        "opens": (
            "{title}",
            "{title}",
        ),
        "one-more-repair": (
            "同一故障再修理{missing}次仍未解决的，可以选择：{offers:offer}。",
            "After {missing} more failed repairs of the same fault: {offers:offer}.",
        ),
        "more-days": (
            "再维修{missing}天的，可以选择：{offers:offer}。",
            "After {missing} more days in repair: {offers:offer}.",
        ),
        "must-know": (
            "是否可以选择“{offers:offer}”，取决于{missing:missing}。",
            "Whether {offers:offer} is open depends on {missing:missing}.",
        ),
    }.items()
}  # fmt: skip
