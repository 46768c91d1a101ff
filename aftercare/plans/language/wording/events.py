# ruff: noqa: E501  one event, one line
"""How each event reads inside a sentence: as a start (`from the report`) and as a deed.

One line for each event kind of the vocabulary: Chinese start and deed, English start and deed.
`自{start}起2小时内{deed}`; `Within 2 hours of {start}, {deed}.`
"""

from typing import NamedTuple

from aftercare.plans.language.vocabulary import EVENTS


class Said(NamedTuple):
    """An event inside a sentence."""

    zh_start: str
    zh_deed: str
    en_start: str
    en_deed: str


# fmt: off
SAID: dict[str, Said] = {
    "case.reported": Said("报修", "登记报修", "the report", "the case is reported"),
    "case.answered": Said("响应", "作出响应", "the answer", "the customer is answered"),
    "case.called_back": Said("回电", "回电并指导", "the call back", "the customer is called back and guided"),
    "case.guided": Said("电话指导", "电话指导", "the guidance by phone", "the customer is guided by phone"),
    "case.triaged": Said("分诊", "完成分诊", "the triage", "the case is triaged"),
    "session.authorised": Said("客户授权远程接入", "取得客户远程接入授权", "the customer's authorisation", "the customer authorises the remote session"),
    "case.connected": Said("远程接入", "远程接入", "the remote connection", "a remote session is connected"),
    "case.visit_needed": Said("确定需要上门", "确定需要上门", "the finding that a visit is needed", "a visit is found necessary"),
    "case.forwarded": Said("任务转交", "转交任务", "the forwarding", "the case is forwarded"),
    "case.assigned": Said("指派人员", "指派人员", "the assignment", "a named person is assigned"),
    "case.declined": Said("退回转交人", "退回转交人", "the declining", "the receiver declines the case"),
    "file.checked": Said("第一次查卷", "完成第一次查卷", "the first check of the file", "the file is checked"),
    "file.rechecked": Said("第二次查卷", "完成第二次查卷", "the second check of the file", "the file is checked a second time"),
    "cause.decided": Said("原因鉴定", "完成原因鉴定", "the decision about the cause", "the cause is decided"),
    "supplier.notified": Said("通知供应商", "通知供应商", "the notice to the supplier", "the supplier is notified"),
    "case.arranged": Said("工作安排落实", "落实安排", "the arrangement", "the work is arranged"),
    "case.arrangement_checked": Said("核查安排情况", "核查安排情况", "the check of the arrangement", "the arrangement is checked"),
    "case.reported_upward": Said("上报领导", "上报领导", "the report upward", "the matter is reported upward"),
    "case.contacted": Said("联系客户", "联系客户", "the contact with the customer", "the customer is contacted"),
    "case.opinion_given": Said("提出处理意见", "提出处理意见", "the handling opinion", "a handling opinion is given"),
    "case.solution_found": Said("提出解决方案", "提出解决方案", "the finding of a solution", "a solution is produced"),
    "case.waiting": Said("进入等待", "进入等待", "the start of the wait", "the case waits"),
    "case.resumed": Said("恢复处理", "恢复处理", "the resumption", "work is resumed"),
    "case.solved": Said("问题解决", "解决问题", "the solution", "the case is solved"),
    "case.confirmed": Said("客户确认", "取得客户确认", "the customer's confirmation", "the customer confirms the solution"),
    "case.closed": Said("事项关闭", "关闭事项", "the closing of the case", "the case is closed"),
    "case.withdrawn": Said("事项撤销", "撤销事项", "the withdrawal", "the case is withdrawn"),
    "case.reopened": Said("事项重新打开", "重新打开事项", "the reopening", "the case is reopened"),
    "case.noted": Said("备注", "备注", "the note", "a note is added"),
    "case.rated": Said("客户评价", "取得客户评价", "the rating", "the customer rates the service"),
    "case.covered": Said("保修判定", "作出保修判定", "the decision on coverage", "coverage is decided"),
    "consultation.asked": Said("在线提问", "在线提问", "the question online", "a question is asked online"),
    "consultation.taken": Said("接入在线咨询", "接入在线咨询", "the taking of the question", "the question is taken"),
    "consultation.answered": Said("在线答复", "在线答复", "the answer online", "the question is answered online"),
    "emergency.declared": Said("宣布突发事件", "宣布突发事件并召集人员", "the declaration of the incident", "an incident is declared"),
    "emergency.planned": Said("应急技术方案获批", "制定并批准应急技术方案", "the emergency plan", "the emergency plan is approved"),
    "case.complained": Said("投诉服务人员", "登记对服务人员的投诉", "the complaint about whoever serves", "a complaint about whoever serves is received"),
    "case.followed_up": Said("服务回访", "完成服务回访", "the follow-up", "the customer is followed up"),
    "visit.agreed": Said("约定上门时间", "约定上门时间", "the agreement on the visit", "the visit time is agreed"),
    "visit.arrived": Said("到达现场", "到达现场", "the arrival on site", "a technician is on site"),
    "visit.reported": Said("提交上门报告", "提交上门服务报告", "the report on the visit", "the visit is reported on"),
    "quote.given": Said("报价", "提供报价", "the quotation", "a quotation is given"),
    "quote.accepted": Said("同意报价", "取得报价同意", "the consent to the quotation", "the quotation is accepted"),
    "loan.offered": Said("提供备用机", "提供备用机", "the loan", "a loan unit is offered"),
    "loan.returned": Said("归还备用机", "收回备用机", "the return of the loan unit", "the loan unit is returned"),
    "part.replaced": Said("更换零件", "更换零件", "the replacement of the part", "the part is replaced"),
    "old_part.returned": Said("旧件返回", "返回旧件", "the return of the old part", "the old part is returned"),
    "repair_record.returned": Said("维修记录交回", "交回维修记录", "the return of the repair record", "the repair record is returned"),
    "remedy.chosen": Said("选择补救方式", "选定补救方式", "the choice of a remedy", "a remedy is chosen"),
    "return.requested": Said("申请退货", "申请退货", "the request to return", "a return is requested"),
    "return.decided": Said("退货决定", "作出退货决定", "the decision on the return", "the return is decided"),
    "damage.compensated": Said("损坏赔偿", "修复、更换或赔偿", "the making good", "the damage is made good"),
    "complaint.received": Said("收到投诉", "收到投诉", "the receipt of the complaint", "the complaint is received"),
    "complaint.acknowledged": Said("确认收到投诉", "确认收到投诉", "the acknowledgement of the complaint", "the complaint is acknowledged"),
    "complaint.investigated": Said("指定投诉调查人", "指定投诉调查人", "the naming of an investigator", "an investigator is named for the complaint"),
    "complaint.decided": Said("答复投诉处理决定", "答复投诉处理决定", "the decision on the complaint", "the complaint is decided"),
    "complaint.accepted": Said("投诉人接受决定", "取得投诉人接受", "the acceptance of the decision", "the complainant accepts the decision"),
    "complaint.taken_further": Said("投诉人不接受决定", "登记进一步申诉", "the complaint being taken further", "the complaint is taken further"),
    "complaint.closed": Said("投诉结案", "投诉结案", "the close of the complaint", "the complaint is closed"),
    "complaint.withdrawn": Said("撤回投诉", "撤回投诉", "the withdrawal of the complaint", "the complaint is withdrawn"),
    "agreement.signed": Said("签订协议", "签订协议", "the signing of the agreement", "the agreement is signed"),
    "agreement.ended": Said("协议终止", "终止协议", "the end of the agreement", "the agreement ends"),
    "project.started": Said("项目开工", "开工", "the start of the project", "the project is started"),
    "project.completed": Said("项目竣工", "竣工", "completion of the project", "the project is completed"),
    "project.handed_over": Said("项目移交", "移交项目", "handover of the project", "the project is handed over"),
    "project.visited": Said("总经理现场走访", "总经理到现场走访", "the general manager's visit", "the general manager visits the site"),
    "acceptance.signed": Said("验收合格且双方签署验收报告", "双方签署验收报告", "the acceptance report signed by both parties", "both parties sign the acceptance report"),
    "acceptance.passed": Said("验收合格", "通过验收", "passed acceptance", "acceptance is passed"),
    "trial_run.passed": Said("试运行合格", "通过试运行", "the passed trial run", "the trial run is passed"),
    "delivery.requested": Said("买方提出到货时间", "提出到货时间", "the request for delivery", "a delivery date is requested"),
    "delivery.announced": Said("送货预约", "联系客户商定接货", "the announcement of the delivery", "the delivery is announced to the customer"),
    "delivery.made": Said("到货", "到货", "delivery", "the goods are delivered"),
    "installation.agreed": Said("约定安装时间", "约定安装时间", "the agreement on installation", "the installation time is agreed"),
    "installation.started": Said("开始安装", "开始安装", "the start of installation", "installation starts"),
    "installation.finished": Said("安装完成", "完成安装", "completed installation", "installation is finished"),
    "system.live": Said("系统上线", "系统上线", "the system going live", "the system goes live"),
    "invoice.issued": Said("开具发票", "开具发票", "the invoice", "the invoice is issued"),
    "unit.sold": Said("售出", "售出", "the sale", "the unit is sold"),
    "unit.shipped": Said("发货", "发货", "the shipment", "the unit is shipped"),
    "owner.moved_in": Said("业主入住", "业主入住", "the owner's moving in", "the owner moves in"),
    "warranty_card.issued": Said("发放保修卡", "发放保修卡", "the issue of the warranty card", "the warranty card is issued"),
    "receipt_card.received": Said("收到三包回执卡", "交回三包回执卡", "receipt of the receipt card", "the receipt card is received"),
    "documents.handed_over": Said("资料移交", "移交资料", "the handover of documents", "the documents are handed over"),
    "manual.approved": Said("手册批准", "批准手册", "approval of the manual", "the manual is approved"),
    "training.held": Said("培训完成", "完成培训", "the training", "the training is held"),
    "return_visit.done": Said("回访完成", "完成回访", "the return visit", "the return visit is done"),
    "return_visit.planned": Said("制定回访计划", "制定回访计划", "the plan of return visits", "return visits are planned"),
    "inspection.done": Said("检查完成", "完成检查", "the inspection", "the inspection is done"),
    "maintenance.done": Said("保养完成", "完成保养", "the maintenance", "the maintenance is done"),
    "survey.done": Said("满意度调查完成", "完成满意度调查", "the survey", "the survey is done"),
    "notice.sent": Said("发出通知", "发出通知", "the notice", "the notice is sent"),
    "report.delivered": Said("提交报告", "提交报告", "the report delivered", "the report is delivered"),
    "reserve_plan.submitted": Said("提交配件储备计划", "提交配件储备计划", "the parts reserve plan", "the parts reserve plan is submitted"),
    "appraisal.issued": Said("出具权威鉴定", "出具权威鉴定", "the appraisal", "the appraisal is issued"),
    "settlement.confirmed": Said("核销确认", "确认核销", "the confirmation of the settlement", "the settlement is confirmed"),
    "stock.delivered": Said("商品交付经销商", "交付经销商", "delivery of the stock to the dealer", "the stock is delivered to the dealer"),
    "stock.returned": Said("库存退回", "退回库存", "the return of the stock", "the stock is returned"),
    "ownership.changed": Said("更换业主", "更换业主", "the change of owner", "ownership changes"),
    "bid.opened": Said("开标", "开标", "the opening of bids", "the bids are opened"),
    "bid.awarded": Said("中标", "中标", "the award", "the bid is awarded"),
}
# fmt: on


def said(kind: str) -> Said:
    """How an event reads; an unknown word stands for itself."""
    if kind in SAID:
        return SAID[kind]
    word = EVENTS.get(kind)
    zh, en = (word.zh, word.en) if word else (kind, kind)
    return Said(zh, zh, en, en)
