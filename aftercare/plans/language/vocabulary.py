"""The closed word lists of the plan language: events, facts, roles, late actions, offers.

One word per thing; each with its Chinese and English reading. A new word is added here, with
its line in `docs/plan-language.md`, and nowhere else.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word of the language and how it reads in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class EventKind:
    """Something that can happen to a subject.

    subject: what it happens to: case, complaint, consultation, project, unit, agreement, dealer, season.
    milestone: people record it by hand, on the page of its subject or through the API; the
        other kinds come from the moves of a case or a complaint.
    undoes: kinds whose effect on a clock this one takes back (reopening undoes solving).
    signatures: it counts only when both parties have signed; the later date counts.
    """

    zh: str
    en: str
    subject: tuple[str, ...]
    milestone: bool = False
    undoes: tuple[str, ...] = ()
    signatures: bool = False


CASE = ("case",)
COMPLAINT = ("complaint",)
COVERED = ("project", "unit", "agreement")
CONSULTATION = ("consultation",)

# fmt: off
EVENTS: dict[str, EventKind] = {
    # the life of a case
    "case.reported": EventKind("报修", "case reported", CASE),
    "case.answered": EventKind("响应", "case answered", CASE),
    "case.called_back": EventKind("回电指导", "customer called back", CASE),
    "case.guided": EventKind("电话指导", "guided by phone", CASE),
    "case.triaged": EventKind("分诊", "case triaged", CASE),
    "session.authorised": EventKind("客户授权远程接入", "remote session authorised", CASE),
    "case.connected": EventKind("远程接入", "remote session connected", CASE),
    "case.visit_needed": EventKind("需要上门", "visit found necessary", CASE),
    "case.forwarded": EventKind("转交", "case forwarded", CASE),
    "case.declined": EventKind("退回转交人", "hand-over declined", CASE),
    "case.assigned": EventKind("指派", "case assigned", CASE),
    "case.arranged": EventKind("安排落实", "work arranged", CASE),
    "case.arrangement_checked": EventKind("安排情况核查", "arrangement checked", CASE),
    "case.reported_upward": EventKind("上报领导", "reported upward", CASE),
    "case.contacted": EventKind("联系客户", "customer contacted", CASE),
    "case.opinion_given": EventKind("提出处理意见", "handling opinion given", CASE),
    "case.solution_found": EventKind("提出解决方案", "solution found", CASE),
    "case.waiting": EventKind("等待", "case waiting", CASE),
    "file.checked": EventKind("第一次查卷", "file checked", CASE),
    "file.rechecked": EventKind("第二次查卷", "file checked again", CASE),
    "cause.decided": EventKind("原因鉴定", "cause decided", CASE),
    "supplier.notified": EventKind("通知供应商", "supplier notified", CASE),
    "case.resumed": EventKind("恢复处理", "work resumed", CASE),
    "case.solved": EventKind("解决", "case solved", CASE),
    "case.confirmed": EventKind("客户确认", "solution confirmed", CASE),
    "case.closed": EventKind("关闭", "case closed", CASE),
    "case.withdrawn": EventKind("撤销", "case withdrawn", CASE),
    "case.reopened": EventKind("重新打开", "case reopened", CASE,
                               undoes=("case.solved", "case.confirmed", "case.closed")),
    "case.noted": EventKind("备注", "note added", CASE),
    "case.rated": EventKind("评价", "customer rated", CASE),
    "case.covered": EventKind("保修判定", "coverage decided", CASE),
    "emergency.declared": EventKind("列入突发事件", "incident declared", CASE),
    "emergency.planned": EventKind("应急技术方案获批", "emergency plan approved", CASE),
    "case.complained": EventKind("投诉服务人员", "complaint about whoever serves", CASE),
    "case.followed_up": EventKind("服务回访", "followed up", CASE),
    "visit.agreed": EventKind("约定上门时间", "visit time agreed", CASE),
    "visit.arrived": EventKind("到达现场", "technician arrived", CASE),
    "visit.reported": EventKind("上门服务报告", "visit reported", CASE),
    "quote.given": EventKind("报价", "quotation given", CASE),
    "quote.accepted": EventKind("同意报价", "quotation accepted", CASE),
    "loan.offered": EventKind("提供备用机", "loan unit offered", CASE),
    "loan.returned": EventKind("归还备用机", "loan unit returned", CASE),
    "part.replaced": EventKind("更换零件", "part replaced", CASE),
    "old_part.returned": EventKind("旧件返回", "old part returned", CASE),
    "repair_record.returned": EventKind("维修记录交回", "repair record returned", CASE),
    "remedy.chosen": EventKind("选择补救方式", "remedy chosen", CASE),
    "return.requested": EventKind("申请退货", "return requested", CASE),
    "return.decided": EventKind("退货决定", "return decided", CASE),
    "damage.compensated": EventKind("损坏赔偿", "damage made good", CASE),
    # the life of a question on the web page
    "consultation.asked": EventKind("在线提问", "question asked online", CONSULTATION),
    "consultation.taken": EventKind("接入在线咨询", "question taken", CONSULTATION),
    "consultation.answered": EventKind("在线答复", "question answered online", CONSULTATION),
    # the life of a complaint
    "complaint.received": EventKind("收到投诉", "complaint received", COMPLAINT),
    "complaint.acknowledged": EventKind("确认收到投诉", "complaint acknowledged", COMPLAINT),
    "complaint.investigated": EventKind("指定投诉调查人", "complaint given to an investigator", COMPLAINT),
    "complaint.decided": EventKind("答复投诉处理决定", "complaint decided", COMPLAINT),
    "complaint.accepted": EventKind("投诉人接受决定", "decision on the complaint accepted", COMPLAINT),
    "complaint.taken_further": EventKind("投诉人不接受决定", "complaint taken further", COMPLAINT),
    "complaint.closed": EventKind("投诉结案", "complaint closed", COMPLAINT),
    "complaint.withdrawn": EventKind("撤回投诉", "complaint withdrawn", COMPLAINT),
    # the life of what a plan covers
    "agreement.signed": EventKind("签订协议", "agreement signed", COVERED, milestone=True),
    "agreement.ended": EventKind("协议终止", "agreement ended", COVERED, milestone=True),
    "project.started": EventKind("项目开工", "project started", COVERED, milestone=True),
    "project.completed": EventKind("项目竣工", "project completed", COVERED, milestone=True),
    "project.handed_over": EventKind("项目移交", "project handed over", COVERED, milestone=True),
    "project.visited": EventKind("总经理现场走访", "project visited by management", COVERED, milestone=True),
    "acceptance.signed": EventKind("双方签署验收", "acceptance signed by both", COVERED,
                                   milestone=True, signatures=True),
    "acceptance.passed": EventKind("验收合格", "acceptance passed", COVERED, milestone=True),
    "trial_run.passed": EventKind("试运行合格", "trial run passed", COVERED, milestone=True),
    "delivery.requested": EventKind("要求到货时间", "delivery date requested", COVERED, milestone=True),
    "delivery.announced": EventKind("送货预约", "delivery announced", COVERED, milestone=True),
    "delivery.made": EventKind("到货", "goods delivered", COVERED, milestone=True),
    "installation.agreed": EventKind("约定安装时间", "installation time agreed", COVERED, milestone=True),
    "installation.started": EventKind("开始安装", "installation started", COVERED, milestone=True),
    "installation.finished": EventKind("安装完成", "installation finished", COVERED, milestone=True),
    "system.live": EventKind("系统上线", "system went live", COVERED, milestone=True),
    "invoice.issued": EventKind("开具发票", "invoice issued", COVERED, milestone=True),
    "unit.sold": EventKind("售出", "unit sold", COVERED, milestone=True),
    "unit.shipped": EventKind("发货", "unit shipped", COVERED, milestone=True),
    "owner.moved_in": EventKind("业主入住", "owner moved in", COVERED, milestone=True),
    "warranty_card.issued": EventKind("发放保修卡", "warranty card issued", COVERED, milestone=True),
    "receipt_card.received": EventKind("收到三包回执卡", "receipt card received", COVERED, milestone=True),
    "documents.handed_over": EventKind("资料移交", "documents handed over", COVERED, milestone=True),
    "manual.approved": EventKind("手册批准", "manual approved", COVERED, milestone=True),
    "training.held": EventKind("培训完成", "training held", COVERED, milestone=True),
    "return_visit.done": EventKind("回访完成", "return visit done", COVERED, milestone=True),
    "return_visit.planned": EventKind("制定回访计划", "return visits planned", COVERED, milestone=True),
    "inspection.done": EventKind("检查完成", "inspection done", COVERED, milestone=True),
    "maintenance.done": EventKind("保养完成", "maintenance done", COVERED, milestone=True),
    "survey.done": EventKind("满意度调查完成", "satisfaction survey done", COVERED, milestone=True),
    "notice.sent": EventKind("通知已发送", "notice sent", COVERED, milestone=True),
    "report.delivered": EventKind("报告提交", "report delivered", COVERED, milestone=True),
    "reserve_plan.submitted": EventKind("提交配件储备计划", "parts reserve plan submitted", COVERED, milestone=True),
    "appraisal.issued": EventKind("权威鉴定", "appraisal issued", COVERED, milestone=True),
    "settlement.confirmed": EventKind("核销确认", "settlement confirmed", COVERED, milestone=True),
    "stock.delivered": EventKind("商品交付经销商", "stock delivered to dealer", COVERED, milestone=True),
    "stock.returned": EventKind("库存退回", "stock returned", COVERED, milestone=True),
    "ownership.changed": EventKind("更换业主", "ownership changed", COVERED, milestone=True),
    "bid.opened": EventKind("开标", "bids opened", COVERED, milestone=True),
    "bid.awarded": EventKind("中标", "bid awarded", COVERED, milestone=True),
}

FACTS: dict[str, Word] = {
    "service": Word("业务类别", "service line"),
    "severity": Word("故障级别", "severity"),
    "zone": Word("服务区域", "zone"),
    "source": Word("来源", "source"),
    "kind": Word("事项类型", "kind of case"),
    "cause": Word("原因", "cause"),
    "needs": Word("处理方式", "way of handling"),
    "component": Word("部件", "component"),
    "fault": Word("故障类型", "fault"),
    "urgency": Word("紧急程度", "urgency"),
    "difficulty": Word("难度", "difficulty"),
    "covered": Word("是否保修", "covered"),
    "customer": Word("客户类别", "class of customer"),
    "condition": Word("退货情况", "state of the goods"),
    "dismissed_by": Word("外部处理", "handled outside"),
}
# The values of service, severity, zone, component and fault come from the plan itself.
VALUES: dict[str, dict[str, Word]] = {
    "source": {
        "phone": Word("电话", "phone"), "web": Word("网站", "web"), "letter": Word("来函", "letter"),
        "email": Word("邮件", "e-mail"),
        "sms": Word("短信", "short message"), "walk-in": Word("来访", "walk-in"), "visit": Word("上门发现", "visit"),
        "return-visit": Word("回访发现", "return visit"), "dealer": Word("经销商", "dealer"),
        "api": Word("系统接口", "API"), "portal": Word("客户门户", "customer portal"),
        "chat": Word("在线咨询", "live consultation"),
    },
    "kind": {
        "fault": Word("故障", "fault"), "complaint": Word("投诉", "complaint"), "question": Word("咨询", "question"),
        "return": Word("退货", "return"), "objection": Word("质量异议", "quality objection"),
        "request": Word("服务需求", "service request"), "price": Word("询价", "price enquiry"),
        "guidance": Word("现场指导", "on-site guidance"), "damage": Word("设备损坏", "damage"),
        "customisation": Word("个性化修改", "customisation"), "parts-order": Word("配件提货", "parts order"),
        "claim": Word("三包索赔", "warranty claim"),
    },
    "cause": {
        "product": Word("产品质量", "product"), "installation": Word("施工安装", "installation"),
        "supplier": Word("供应商", "supplier"), "user": Word("使用不当", "improper use"),
        "own-dismantling": Word("自行拆动", "own dismantling"),
        "unappointed-repair": Word("非特约单位拆修", "repair by a unit not appointed"),
        "storage": Word("运输储存不当", "transport or storage"), "third-person": Word("第三方", "third person"),
        "force-majeure": Word("不可抗力", "force majeure"), "virus": Word("病毒感染", "virus"),
        "operating-system": Word("操作系统不稳定", "operating system"),
        "procedure-violation": Word("违规操作", "operation against procedure"),
        "wrong-operation": Word("误操作", "wrong operation"), "wear": Word("正常磨损", "wear"),
        "abnormal-life": Word("寿命异常", "abnormal life"), "unknown": Word("待查", "not known yet"),
    },
    "needs": {"phone": Word("电话解决", "by phone"), "remote": Word("远程解决", "remotely"),
              "visit": Word("上门", "by a visit"), "workshop": Word("返厂", "in the workshop")},
    "urgency": {"ordinary": Word("一般", "ordinary"), "urgent": Word("紧急", "urgent")},
    "difficulty": {"general": Word("一般问题", "general"), "complex": Word("疑难问题", "complex")},
    "covered": {"yes": Word("保修内", "covered"), "no": Word("保修外", "not covered"),
                "advice": Word("仅提供建议", "advice only")},
    "customer": {"normal": Word("普通", "normal"), "key": Word("重点", "key"), "dealer": Word("经销商", "dealer")},
    "condition": {"cannot-use": Word("无法使用", "cannot be used"), "cannot-operate": Word("不会使用", "does not know how"),
                  "dissatisfied": Word("不满意", "dissatisfied"), "quality": Word("质量问题", "quality"),
                  "parts-removed": Word("拆用零件", "parts removed"), "unsold": Word("滞销", "unsold"),
                  "on-opening": Word("开箱发现问题", "found on opening")},
    "dismissed_by": {"user": Word("用户", "the user"), "dealer": Word("经销商", "the dealer")},
}

WAITING: dict[str, Word] = {
    "customer": Word("等待客户", "waiting for the customer"),
    "customer-time": Word("客户另约时间", "customer asked for a later time"),
    "access": Word("无法进入现场", "no access to the site"),
    "authorisation": Word("等待客户授权", "waiting for authorisation"),
    "parts": Word("等待配件", "waiting for parts"),
    "supplier": Word("等待供应商", "waiting for the supplier"),
    "approval": Word("等待审批", "waiting for approval"),
    "appraisal": Word("等待鉴定", "waiting for an appraisal"),
    "payment-consent": Word("等待客户同意费用", "waiting for consent to the fee"),
    "force-majeure": Word("不可抗力", "force majeure"),
    "weather": Word("天气原因", "weather"),
}

ROLES: dict[str, Word] = {
    "agent": Word("客服", "desk agent"),
    "dispatcher": Word("派工员", "dispatcher"),
    "technician": Word("工程师", "technician"),
    "lead": Word("部门负责人", "department head"),
    "project-manager": Word("项目经理", "project manager"),
    "service-manager": Word("服务经理", "service manager"),
    "manager": Word("主管", "manager"),
    "leaders": Word("公司领导", "company leaders"),
    "general-manager": Word("总经理", "general manager"),
    "engineering-manager": Word("工程部经理", "engineering manager"),
    "unit-leader": Word("单位主管领导", "unit leader"),
    "quality": Word("质量工程师", "quality engineer"),
    "finance": Word("财务部", "finance department"),
    "sales": Word("销售部", "sales department"),
    "dealer": Word("经销商", "dealer"),
    "supplier": Word("供应商", "supplier"),
    "customer": Word("客户", "customer"),
    "owner": Word("业主", "owner"),
    "trainer": Word("培训师", "trainer"),
    "manufacturer-lead": Word("制造商技术负责人", "manufacturer's technical lead"),
    "operator": Word("操作员", "machine operator"),
    "plant-operator": Word("运营单位", "plant operator"),
    "authority": Word("主管部门", "authority"),
    "support-group": Word("技术支持领导小组", "support leading group"),
    "headquarters": Word("售后服务总部", "headquarters"),
    "author": Word("方案编制", "plan author"),
    "inspector": Word("检查员", "inspector"),
    "design": Word("设计部", "design department"),
    "marketing": Word("市场部", "marketing department"),
    "production": Word("生产部", "production department"),
    "technical": Word("技术部", "technical department"),
}


# Sets of legal rules; their content is data of the coverage folder, one file for each name.
FLOORS: dict[str, Word] = {
    "CN-civil-code": Word("民法典", "Civil Code"),
    "CN-construction": Word("建设工程质量保修", "warranty of construction works"),
    "CN-consumer": Word("消费者权益保护", "consumer protection"),
    "CN-e-commerce": Word("电子商务", "e-commerce"),
    "CN-farm-machinery": Word("农业机械三包", "three guarantees for farm machinery"),
    "CN-household-cars": Word("家用汽车三包", "three guarantees for household cars"),
    "CN-operations": Word("用工、投诉与档案", "working time, complaints and files"),
    "CN-personal-data": Word("个人信息保护", "personal data"),
    "CN-product-quality": Word("产品质量", "product quality"),
    "CN-tender": Word("招标投标与政府采购", "tenders and public procurement"),
    "CN-three-guarantees": Word("部分商品三包", "three guarantees for listed goods"),
    "CN-ZJ-consumer": Word("浙江省消费者权益保护", "consumer protection in Zhejiang"),
}


@dataclass(frozen=True)
class Verb:
    """A late action; `takes_role` when the phrase ends in a role: `notify manager`."""

    zh: str
    en: str
    takes_role: bool = False


VERBS: dict[str, Verb] = {
    "notify": Verb("通知{role}", "notify the {role}", takes_role=True),
    "escalate to": Verb("升级至{role}", "escalate to the {role}", takes_role=True),
    "report to leaders": Verb("报告公司领导", "report to the company leaders"),
    "raise priority": Verb("提高优先级", "raise the priority"),
    "offer loan unit": Verb("免费提供同档次备用机", "offer a loan unit of the same grade, free"),
    "propose replacement": Verb("提议更换新机", "propose a new unit"),
    "propose replacing": Verb("考虑更换{role}", "consider replacing the {role}", takes_role=True),
    "block claims": Verb("不予受理索赔", "block claims"),
    "open corrective action": Verb("启动纠正措施", "open a corrective action"),
    "reassign technician": Verb("改派其他工程师", "reassign to another technician"),
    "deem sold": Verb("视同已售", "deem the goods sold"),
}

OFFERS: dict[str, Word] = {
    "repair": Word("修理", "repair"),
    "continue-repair": Word("继续修理", "continue the repair"),
    "replace-part": Word("更换零件", "replace the part"),
    "replace": Word("更换", "replace"),
    "new-unit": Word("更换同品牌同型号新品", "a new unit of the same brand and model"),
    "loan-unit": Word("免费借用同档次备用机", "free loan of a unit of the same grade"),
    "refund": Word("退货退款", "refund"),
    "exchange": Word("换货", "exchange"),
    "downgrade": Word("降级处理", "downgrade"),
    "compensate-loss": Word("赔偿损失", "compensate the loss"),
    "maintain": Word("维护保养", "upkeep"),
    "support": Word("技术支持", "technical support"),
    "data-recovery": Word("数据恢复", "data recovery"),
    "train": Word("免费培训一次", "one free training"),
    "advise": Word("提供解决建议", "advice"),
    "supply-parts": Word("供应原厂配件", "supply of genuine parts"),
}

SCHEDULE_KINDS: dict[str, Word] = {
    "return-visit": Word("回访", "return visit"),
    "inspection": Word("检查", "inspection"),
    "maintenance": Word("保养", "maintenance"),
    "training": Word("培训", "training"),
    "survey": Word("满意度调查", "survey"),
    "notice": Word("通知", "notice"),
    "report": Word("报告", "report"),
    "plan": Word("计划", "plan"),
    "visit": Word("走访", "visit"),
}
# fmt: on
