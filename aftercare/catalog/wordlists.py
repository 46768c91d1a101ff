"""Words of repair orders: how they are shortened, what they mean, which only fill the line.

The English lists were read off the work orders of five mining excavators (see `demo/README.md`)
and hold for other machines too; the Chinese ones are those of the service plans.
"""

ABBREVIATIONS = {
    "l/h": "left", "lh": "left", "lhs": "left", "l/hand": "left", "l/h/s": "left", "r/h": "right",
    "rh": "right", "rhs": "right", "r/hand": "right", "rhf": "right front", "lhf": "left front",
    "r/h/r": "right rear", "lhr": "left rear", "rhr": "right rear", "u/s": "fault", "us": "fault",
    "u/c": "undercarriage", "a/c": "aircon", "ac": "aircon", "aircond": "aircon",
    "airconditioner": "aircon", "airconditioning": "aircon", "hyd": "hydraulic",
    "hydraulics": "hydraulic", "hyds": "hydraulic", "hydr": "hydraulic", "cyl": "cylinder",
    "cyls": "cylinder", "eng": "engine", "mtr": "motor", "temp": "temperature",
    "comp": "compressor", "press": "pressure", "sys": "system", "elec": "electrical",
    "elect": "electrical", "electric": "electrical", "mech": "mechanical", "comm": "radio",
    "comms": "radio", "extn": "extension", "gbox": "gearbox", "g/box": "gearbox",
    "f/drive": "final drive", "o/temp": "overheating", "o/heating": "overheating",
    "teeth": "tooth", "adapter": "adaptor", "cabin": "cab", "turbocharger": "turbo",
    "swing": "slew", "tramming": "travel", "tram": "travel", "propel": "travel",
    "centre": "center", "gage": "gauge", "tyre": "tire", "lube": "grease", "accum": "accumulator",
    "fittings": "fitting", "mountings": "mount", "mounting": "mount", "starter": "starter",
    "wiring": "wire", "rewire": "wire", "lighting": "light", "con/rod": "conrod",
    "w/screen": "windscreen",
}  # fmt: skip

# What several words mean together, before they are looked at one by one.
PHRASES = (
    (r"no[.:]? ?\d+", ""),
    (r"left[ -]hand(?: side)?", "left"),
    (r"right[ -]hand(?: side)?", "right"),
    (r"air ?con(?:d(?:itioner|itioning)?)?\b\.?", "aircon"),
    (r"(?:not|won'?t|doesn'?t|isn'?t|will not) (?:be )?work(?:ing)?", "fault"),
    (r"(?:not|won'?t|doesn'?t|will not) operat(?:e|ing)", "fault"),
    (r"(?:not|won'?t|will not|no|can'?t|cannot) (?:re ?)?(?:start|crank)(?:ing)?", "nostart"),
    (r"fail(?:s|ed|ing)? to start", "nostart"),
    (r"over ?heat(?:s|ed|ing)?", "overheating"),
    (r"jump ?start(?:ed)?", "nostart"),
    (r"o[ -]?rings?", "oring"),
    (r"will not", "not"),
    (r"shut(?:s|ting)? ?down", "shutdown"),
    (r"tele ?tales?", "telltale"),
)

# How something is broken. Words of the same line mean the same.
_CONDITIONS = {
    "leak": "leak leaks leaking leaked weep weeping weeps dripping drip leek leeking",
    "burst": "burst blown blew blowen busted bust bursted rupture ruptured",
    "broken": "broken broke break breaking snapped sheared sheard smashed shattered",
    "crack": "crack cracks cracked cracking fractured fracture",
    "missing": "missing lost fallen fell",
    "loose": "loose slack",
    "fault": "fault faults faulty failed fail failing failure failures problem problems inop "
             "defect defective unserviceable intermittent intermittently dead",
    "no-start": "nostart",
    "overheating": "overheating hot",
    "worn": "worn",
    "bent": "bent twisted",
    "damage": "damage damaged damages",
    "blocked": "blocked clogged blockage plugged restricted restriction",
    "noise": "noise noisy squeaking squealing knock knocking rattling screaming grinding",
    "slow": "slow sluggish creeping",
    "low": "low",
    "burnt": "burnt burned burn burning smoking smoke smoky",
    "stuck": "stuck jammed seized sticking",
    "vibration": "vibration vibrating",
    "contamination": "contamination contaminated contam",
    "slipping": "slipping slips",
    "shutdown": "shutdown stopped stalling stalled",
}  # fmt: skip
CONDITIONS = {word: meaning for meaning, words in _CONDITIONS.items() for word in words.split()}

# What was done, and what only fills the line.
_NOISE = """
replace replaced replaces replacing replacement repair repairs repaired repairing change changed
changing changeout changover changeover c/o c/out change/out swap swapped fit fitted fitting's
refit refitted install installed remove removed removing check checked checking inspect adjust
adjusted adjusting adjustment reseal resealed rectify rebuild rebuilt overhaul fix fixed weld
welded reweld tighten tightened clean cleaned supply make fabricate modify investigate test
order reset restart refill fill top service tune renew renewed remount re-seal clear bleed flush
recharge carry reconnect secure straighten hire cut put pull move work inspection to on the of
and in at from for is was are has have had with by all both be been being it its need needs
needed require requires required complete completed see text as again very too some a an or out
off up down over under into near around after before when while per this that there then than
only also one two three four new old spare same more other side way getting get got coming come
comes going go will would use using due urgent please rf shd warranty warr pirtek labour hrs
hours com scope x p o h r l c b e d f g i j k m n q s t u v w y z re pre misc history stop wo
ros ex etc unit machine shovel excavator various job jobs staying stays keep keeps found report
reported quote commercial holding
"""
NOISE = frozenset(_NOISE.split())

# Words as they are spelled rightly, the commonest first; others are mended to the nearest of them.
_VOCABULARY = """
bucket oil engine grease leak hose broken pump right left boom slew leaking line tooth fault
hydraulic blown air start motor track stick filter missing system working cylinder fan pin cab
tank pressure pipe valve drive fuel front light switch bolt alarm roller control exhaust seal
hand main brake loose servo travel ring lost cracked access both coolant fire lip box door final
radiator turbo shroud clam temperature belt cooler fitting crowd water contamination damage rear
radio block steel cooling seat clamp power damaged mount stair crack idler sensor gauge step
adaptor aircon gearbox window cover tip horn suppression bay return compressor outer lower
handrail overheating drain starter tube bottom link cleaner joystick bracket emergency ladder
lever latch plate header chip housing bent gear sender level centrifugal electrical pressuriser
wear manifold wash scv mcv rail cap solenoid high undercarriage wing wiring adjuster case pilot
lift walkway murphy heater stauff accident charge screen breather wiper deck bcs glass rock
guard area gasket dipstick condenser idle assembly arm load inner safety centrifuge battery
frame aftercooler indicator timer cable lock cold rod circuit full float harness clean relay
camera keeper problem cummins shaft relief leg center thermostat upgrade handle pivot cracking
failed plug failure suction spline muffler oring card vacuum windscreen package gland breaker
retainer gas intake wire overflow logic foot rope base excessive upper smoke room noisy flat
blocked injector button bung restriction body fitter tighten burnt ram corner worn bar coupling
alternator split tensioner speed cabinet bypass cavity module sample primary dust slipping
carbody sleeve extinguisher platform board limit operator deflector noise pulley elbow flow vent
chain hinge metal reel error rotor distributor panel carrier support key shim dash instrument
extension lubricator reservoir tension suspension sprocket accumulator resistor crossover
strainer actuator telltale superstructure detector separator evaporator crank piston barrel drum
bearing bush bushing transmission clutch steering wheel tire axle fuse lamp bulb antenna speaker
governor magnet nozzle regulator receiver hub nut stud washer blowing warning walking hosing
operation locking roof circlip falling bulk monitor hard station section sliding hole stock
stack counter filling striker truck cord time wearing house filler book loud list life like loss
stem weak flap cowling clip came gauze place blow cycling lacking stopping reverse sound smart
drill grate hook mirror nipple injection manual automatic fuelling refuelling prelube
"""
VOCABULARY = tuple(_VOCABULARY.split())

# Of Chinese words the longer first, so that 不能启动 is not read as 启动.
CHINESE_CONDITIONS = (
    ("不能启动", "不启动"), ("无法启动", "不启动"), ("启动不了", "不启动"), ("不启动", "不启动"),
    ("打不着火", "不启动"), ("漏油", "漏油"), ("渗油", "漏油"), ("漏水", "漏水"),
    ("渗水", "漏水"), ("漏气", "漏气"), ("不制冷", "不制冷"), ("不制热", "不制热"),
    ("不工作", "失灵"), ("失灵", "失灵"), ("故障", "失灵"), ("损坏", "损坏"), ("破损", "损坏"),
    ("坏了", "损坏"), ("断裂", "断裂"), ("断了", "断裂"), ("开裂", "裂纹"), ("裂纹", "裂纹"),
    ("松动", "松动"), ("松脱", "松动"), ("丢失", "缺失"), ("缺失", "缺失"), ("异响", "异响"),
    ("异音", "异响"), ("噪音大", "异响"), ("噪声大", "异响"), ("噪音", "异响"), ("过热", "过热"),
    ("高温", "过热"), ("发热", "过热"), ("堵塞", "堵塞"), ("堵了", "堵塞"), ("磨损", "磨损"),
    ("报警", "报警"), ("死机", "死机"), ("卡死", "卡住"), ("卡住", "卡住"), ("跳闸", "跳闸"),
    ("短路", "短路"), ("烧毁", "烧毁"), ("烧坏", "烧毁"), ("变形", "变形"), ("脱落", "脱落"),
    ("振动大", "振动"), ("振动", "振动"),
)  # fmt: skip
CHINESE_NOISE = (
    "更换", "维修", "修理", "检修", "检查", "修复", "处理", "安装", "调整", "紧固", "清洗",
    "清理", "添加", "密封圈", "密封件", "密封", "进行", "需要", "发现", "出现", "已经", "现场",
    "设备", "机器", "一台", "一个", "严重", "轻微", "的", "了", "并", "和", "有", "处", "及",
)  # fmt: skip
