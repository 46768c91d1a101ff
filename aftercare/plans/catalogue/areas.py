"""The areas and kinds that the clauses are sorted by, in both languages."""

from aftercare.plans.language.vocabulary import Word

AREAS: dict[str, Word] = {
    "contract-plan-definition": Word("方案与合同的内容", "what the plan and the contract say"),
    "entitlement-warranty": Word("保修权益", "warranty and entitlement"),
    "sla-response": Word("响应与时限", "response and time limits"),
    "calendar-hours": Word("服务时间", "hours of service"),
    "intake": Word("受理", "intake"),
    "triage": Word("分诊与判因", "triage and finding the cause"),
    "dispatch-visit": Word("派工与上门", "dispatch and visits"),
    "onsite-conduct": Word("现场规范", "conduct on site"),
    "remote-online-service": Word("远程与在线服务", "remote and online service"),
    "repair-order": Word("维修任务", "repair orders"),
    "approval": Word("审批", "approval"),
    "quote-fee-billing": Word("报价与收费", "quotation, fees and billing"),
    "loaner-replacement": Word("备用机与换新", "loan units and replacement"),
    "returns-exchange": Word("退换货", "returns and exchanges"),
    "parts-inventory": Word("配件与库存", "parts and stock"),
    "dealer-network-claims": Word("经销商与三包索赔", "dealers and their claims"),
    "return-visit-survey": Word("回访与满意度", "return visits and surveys"),
    "preventive-maintenance": Word("检查与保养", "inspection and upkeep"),
    "training": Word("培训", "training"),
    "project-install-commissioning": Word(
        "工程、安装与调试", "project, installation and commissioning"
    ),
    "installed-base-asset": Word("产品与用户档案", "the archive of units and users"),
    "documents-forms": Word("文件与表单", "documents and forms"),
    "knowledge-fault-library": Word("故障知识与使用须知", "fault library and care instructions"),
    "complaint-supervision": Word("投诉与监督", "complaints and supervision"),
    "staff-skills-performance": Word("人员与考核", "staff, skills and performance"),
    "analysis-reporting": Word("分析与报表", "analysis and reports"),
    "records-retention-audit": Word("档案与保存", "records and their keeping"),
    "supplier-procurement": Word("供应商与采购", "suppliers and purchasing"),
    "logistics-traceability": Word("物流与追溯", "logistics and traceability"),
    "operations-log": Word("运营记录", "operating records"),
    "customization-workflow": Word("定制与流程", "customisation and workflow"),
    "tender-documents": Word("招投标文件", "tender documents"),
}

KINDS: dict[str, Word] = {
    "rule": Word("规则", "rule"),
    "workflow": Word("流程", "workflow"),
    "policy": Word("方针", "policy"),
    "check": Word("检查项", "check"),
    "form": Word("表单", "form"),
    "deadline": Word("时限", "deadline"),
    "record": Word("记录", "record"),
    "schedule": Word("周期", "schedule"),
    "role": Word("职责", "role"),
    "entitlement": Word("权益", "entitlement"),
    "fee": Word("收费", "fee"),
    "document": Word("文件", "document"),
    "channel": Word("渠道", "channel"),
    "report": Word("报告", "report"),
    "exclusion": Word("除外", "exclusion"),
}
