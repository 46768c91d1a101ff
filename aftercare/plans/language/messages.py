"""Every sentence a check of a plan can say, in Chinese and English, by fault code."""

from aftercare.plans.language.vocabulary import Word

SUGGESTION = Word("；您是否想写“{suggestion}”？", "; did you mean '{suggestion}'?")
WARNING = Word("警告：", "warning: ")

NOUNS: dict[str, Word] = {
    "event": Word("事件", "event"),
    "role": Word("角色", "role"),
    "action": Word("逾期措施", "late action"),
    "fact": Word("条件", "fact"),
    "value": Word("取值", "value"),
    "offer": Word("补救方式", "offer"),
    "waiting reason": Word("等待原因", "waiting reason"),
    "calendar": Word("日历", "calendar"),
    "time zone": Word("时区", "time zone"),
    "zone": Word("服务区域", "zone"),
    "severity": Word("故障级别", "severity"),
    "service": Word("业务", "service"),
    "component": Word("部件", "component"),
    "product": Word("产品类别", "class of products"),
    "fault": Word("故障类型", "fault"),
    "season": Word("季节", "season"),
    "dates": Word("日期组", "set of dates"),
    "promise": Word("承诺", "promise"),
    "kind": Word("计划事项类型", "kind of schedule"),
    "cause": Word("原因", "cause"),
    "area": Word("条款领域", "area"),
    "floor": Word("法定底线", "legal floor"),
    "clause": Word("条款", "clause"),
    "blank": Word("空白项", "blank"),
    "term": Word("保修条款", "warranty term"),
    "exclusion": Word("除外责任", "exclusion"),
    "charge": Word("收费规则", "charge"),
    "remedy": Word("补救措施", "remedy"),
    "record rule": Word("存档规则", "record rule"),
    "catalogue": Word("方案目录", "catalogue"),
    "approval": Word("审批流程", "approval"),
    "part class": Word("配件类别", "part class"),
}

MESSAGES: dict[str, Word] = {
    # the file as such
    "too_large": Word(
        "文件超过 1 MB，不像一份服务方案", "the file is larger than 1 MB; a plan is not"
    ),
    "too_many": Word("内容超过 {limit} 项", "there are more than {limit} entries"),
    "too_deep": Word("嵌套超过 50 层", "nested more than 50 levels deep"),
    "no_file": Word("没有这个文件", "there is no such file"),
    "a_folder": Word(
        "这是文件夹；请给出其中的方案文件，如 {folder}/*.yaml",
        "this is a folder; name the plan files in it, such as {folder}/*.yaml",
    ),
    "not_readable": Word(
        "文件无法读取；请检查权限", "the file cannot be read; check its permissions"
    ),
    "not_text": Word("文件不是 UTF-8 文本", "the file is not UTF-8 text"),
    "bad_character": Word("不允许的字符 {character}", "character {character} is not allowed"),
    "empty_file": Word("文件是空的", "the file is empty"),
    "not_a_plan": Word(
        "方案应由“名称: 内容”的条目组成", "a plan is made of entries written 'name: content'"
    ),
    "several_documents": Word("一个文件只写一份方案", "one file holds one plan only"),
    "directive": Word("不使用 YAML 指令", "YAML directives are not used in plans"),
    "anchor": Word("不使用锚点“&{word}”", "anchors are not used in plans: '&{word}'"),
    "alias": Word("不使用引用“*{word}”", "aliases are not used in plans: '*{word}'"),
    "tag": Word("不使用类型标记“{word}”", "tags are not used in plans: '{word}'"),
    "complex_key": Word("条目名称应是简单的文字", "the name of an entry must be plain text"),
    "duplicate_key": Word(
        "“{word}”重复，首次出现在第 {first} 行", "'{word}' appears twice; first on line {first}"
    ),
    "more": Word("还有 {count} 处问题未列出", "and {count} more mistakes"),
    # the writing
    "tab": Word("缩进请用空格，不用制表符", "indent with spaces, not with tabs"),
    "unclosed_quote": Word("引号没有闭合", "this quotation mark is never closed"),
    "unclosed_bracket": Word(
        "此处应有“,”或“{close}”：第 {first} 行的括号没有写完",
        "expected ',' or '{close}' here: the bracket opened on line {first} is not finished",
    ),
    "stray_colon": Word(
        "此处不应出现冒号；请检查缩进，或把文字放进引号",
        "a colon is not expected here; check the indentation, or put the text in quotes",
    ),
    "bad_start": Word(
        "内容不能以“{character}”开头，请放进引号",
        "a value cannot start with '{character}'; put it in quotes",
    ),
    "bad_escape": Word("双引号内的转义写法不正确", "unknown escape in a double-quoted text"),
    "indentation": Word("缩进或写法与上文不一致", "this does not line up with the lines above"),
    "not_yaml": Word("此处写法不符合 YAML", "this is not well-formed YAML"),
    # the shape
    "missing": Word("缺少“{word}”", "'{word}' is missing"),
    "unknown_name": Word("此处没有“{word}”这一项", "'{word}' is not a name that can stand here"),
    "empty": Word(
        "“{word}”没有内容；请填写或删去此行", "'{word}' is empty; fill it or leave it out"
    ),
    "not_words": Word("应写一段文字", "a text is expected here"),
    "not_list": Word("应写一个列表，如 [甲, 乙]", "a list is expected here, such as [a, b]"),
    "not_table": Word(
        "应写“名称: 内容”的条目", "entries written 'name: content' are expected here"
    ),
    "not_number": Word("应写一个整数，而不是“{word}”", "a whole number is expected, not '{word}'"),
    "not_flag": Word(
        "应写 true 或 false，而不是“{word}”", "true or false is expected, not '{word}'"
    ),
    "not_length": Word(
        "“{word}”不是时长；例：30 min、4 h、3 working days、2 years",
        "'{word}' is not a length of time; for example 30 min, 4 h, 3 working days, 2 years",
    ),
    "not_one_of": Word("“{word}”不在可选值之内：{allowed}", "'{word}' is not one of: {allowed}"),
    "bad_name": Word(
        "名称“{word}”只能用小写字母、数字，以 - _ . 连接",
        "the name '{word}' may only have small letters and digits joined by - _ .",
    ),
    "bad_clause": Word(
        "条款编号应写成 P01-04，而不是“{word}”", "a clause is written P01-04, not '{word}'"
    ),
    "bad_catalogue": Word(
        "目录编号应写成 P01，而不是“{word}”", "a catalogue is written P01, not '{word}'"
    ),
    "bad_span": Word(
        "时段应写成 08:30-17:00，而不是“{word}”",
        "opening hours are written 08:30-17:00, not '{word}'",
    ),
    "bad_day": Word(
        "日期应写成 月-日，如 06-30，而不是“{word}”",
        "a day of the year is written 06-30 (month-day), not '{word}'",
    ),
    "bad_percent": Word(
        "百分比应写成 50%，而不是“{word}”", "a percentage is written 50%, not '{word}'"
    ),
    "bad_rate": Word(
        "单价应写成 10 CNY/h，而不是“{word}”", "a rate is written 10 CNY/h, not '{word}'"
    ),
    "too_long": Word(
        "“{word}”过长，最多 {limit} 个字符", "'{word}' is longer than {limit} characters"
    ),
    "unreadable": Word("此处内容无法识别", "this cannot be read"),
    # blanks
    "unset_blank": Word(
        "空白项“{word}”没有填值，方案不能启用",
        "the blank '{word}' has no value; the plan cannot be used until it has",
    ),
    "unused_blank": Word("空白项“{word}”没有被使用", "the blank '{word}' is used nowhere"),
    "blank_in_blank": Word(
        "空白项“{word}”的值不能再引用空白项", "the value of the blank '{word}' may not use a blank"
    ),
    # words
    "unknown": Word("未知的{what}“{word}”", "unknown {what} '{word}'"),
    "duplicate_name": Word("已有同名的{what}“{word}”", "another {what} is already called '{word}'"),
    "foreign_clause": Word(
        "条款 {word} 属于另一份方案，本方案为 {catalogue}",
        "clause {word} belongs to another plan; this one is {catalogue}",
    ),
    "uncovered_clause": Word(
        "条款 {word} 在方案中没有对应内容：{rule_zh}",
        "nothing in the plan covers clause {word}: {rule}",
    ),
    # times
    "no_time": Word(
        "应写 within（时限）或 by（日期组）其中之一", "exactly one of 'within' and 'by' is needed"
    ),
    "no_start": Word(
        "应写 from（起算事件）或 chained（承接的承诺）其中之一",
        "exactly one of 'from' and 'chained' is needed",
    ),
    "no_rhythm": Word(
        "应写 every、once、each 或 before 其中之一",
        "exactly one of every, once, each and before is needed",
    ),
    "no_lead": Word("before 需要同时写 by（提前多久）", "'before' needs 'by': how long before"),
    "stray_lead": Word("by 只能与 before 同用", "'by' only goes with 'before'"),
    "start_missing": Word(
        "every 和 once 需要写明 from（起算事件）",
        "'every' and 'once' need 'from': the event they count from",
    ),
    "stray_ahead": Word(
        "ahead 只能与 within: agreed 同用", "'ahead' only goes with 'within: agreed'"
    ),
    "stray_nth": Word("nth 只能与 by 某个季节同用", "'nth' only goes with 'by' a season"),
    "window_without_start": Word(
        "within 需要写明 from（起算事件）", "'within' needs 'from': the event it counts from"
    ),
    "same_event": Word(
        "起点和终点是同一事件“{word}”", "it starts and ends with the same event '{word}'"
    ),
    "other_subject": Word(
        "“{word}”与起算事件“{start}”发生在不同对象上，永远无法兑现",
        "'{word}' happens to something else than '{start}', so it can never meet the promise",
    ),
    "not_emitted": Word(
        "没有任何流程会产生事件“{word}”", "no flow ever brings about the event '{word}'"
    ),
    "mixed_table": Word(
        "时限表的名称“{word}”与其他名称不属于同一维度",
        "'{word}' in this table is not of one kind with the other names",
    ),
    "empty_table": Word("时限表是空的", "this table of times is empty"),
    "incomplete_table": Word(
        "时限表缺少{what}“{word}”，也没有 rest",
        "the table has no time for {what} '{word}' and no 'rest'",
    ),
    "bad_warning": Word(
        "预警“{word}”应写成 80% 或 30 min before",
        "a warning is written 80% or 30 min before, not '{word}'",
    ),
    "late_warning": Word(
        "预警“{word}”超出时限 {limit}", "the warning '{word}' does not fit into the time of {limit}"
    ),
    "chain_cycle": Word(
        "承诺互相承接成环：{word}", "these promises start each other in a circle: {word}"
    ),
    "contradiction": Word(
        "与承诺“{word}”矛盾：同一情形下时限为 {other}，此处为 {own}",
        "contradicts the promise '{word}': {other} there and {own} here for the same situation",
    ),
    "unsatisfiable": Word(
        "条件“{word}”永远不会成立，承诺不会生效",
        "the condition '{word}' can never be true, so this never applies",
    ),
    "never_open": Word(
        "日历“{word}”从不开放，永远无法到期",
        "the calendar '{word}' never opens, so this can never be met",
    ),
    "never_due": Word("没有任何触发条件", "nothing ever brings this about: it names no trigger"),
    "nothing_warranted": Word(
        "写了 during: warranty，但方案没有保修条款", "'during: warranty' without any warranty term"
    ),
    "not_positive": Word("“{word}”太小", "'{word}' is too small"),
    "shadowed": Word(
        "收费规则“{word}”永远不会起作用：前面的“{other}”已经决定了它的各项",
        "the charge '{word}' never decides anything: '{other}' before it already has",
    ),
    "below_floor": Word(
        "{own} 低于法定底线 {floor} 规定的 {limit}。{rule_zh}",
        "{own} is below the legal floor {floor} of {limit}. {rule}",
    ),
    # calendars, zones, seasons
    "bad_weekday": Word(
        "“{word}”不是星期；例：mon-fri、sat", "'{word}' is not a weekday; for example mon-fri, sat"
    ),
    "bad_time": Word("“{word}”不是一天之内的时间", "'{word}' is not a time of day"),
    "empty_span": Word("时段“{word}”起止相同", "the hours '{word}' start and end at the same time"),
    "overlapping_spans": Word(
        "时段“{word}”与“{other}”重叠", "the hours '{word}' overlap '{other}'"
    ),
    "repeated_weekday": Word("星期“{word}”写了两次", "the weekday '{word}' is given twice"),
    "empty_week": Word("日历一周内没有开放时间", "this calendar has no open hours in any week"),
    "bad_date": Word(
        "“{word}”不是日期；应写成 2026-05-01", "'{word}' is not a date; write 2026-05-01"
    ),
    "no_days": Word("没有写任何日期", "no days are given"),
    "no_such_day": Word("一年中没有“{word}”这一天", "there is no '{word}' in any year"),
    "no_rest_zone": Word(
        "服务区域没有兜底：应有一个不写 places 的区域",
        "no zone for the rest: one zone must have no places",
    ),
    "two_rest_zones": Word(
        "有两个兜底区域：“{word}”和“{other}”", "two zones without places: '{word}' and '{other}'"
    ),
    "repeated_place": Word(
        "“{word}”同时属于区域“{other}”", "'{word}' is also in the zone '{other}'"
    ),
}
