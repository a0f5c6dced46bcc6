package natcode

// Entry is one value of a national code list.
type Entry struct {
	Code  string // the national code as text, leading zeros kept
	Label string // the Chinese label
}

// List is a national code list in the order in which the standard prints it.
type List []Entry

// Label returns the Chinese label of a code, and whether the list has it.
func (l List) Label(code string) (string, bool) {
	for _, e := range l {
		if e.Code == code {
			return e.Label, true
		}
	}
	return "", false
}

// Code returns the code of a Chinese label, and whether the list has it.
func (l List) Code(label string) (string, bool) {
	for _, e := range l {
		if e.Label == label {
			return e.Code, true
		}
	}
	return "", false
}

// MatterTypes returns 事项类型 (GB/T 39046-2020 A.1). The types 02, 03, 04 and 06 are powers that an
// authority exercises by itself; a hall's catalogue normally has none of them.
func MatterTypes() List {
	return List{
		{"01", "行政许可"}, {"02", "行政处罚"}, {"03", "行政强制"}, {"04", "行政征收"}, {"05", "行政给付"},
		{"06", "行政检查"}, {"07", "行政确认"}, {"08", "行政奖励"}, {"09", "行政裁决"}, {"10", "其他行政权力"}, {"20", "公共服务"},
	}
}

// Levels returns 行使层级 (GB/T 39046-2020 A.2).
func Levels() List {
	return List{
		{"1", "国家级"}, {"2", "省级"}, {"3", "市级"}, {"4", "县级"}, {"5", "镇（乡、街道）级"}, {"6", "村（社区）级"}, {"7", "分级管理"},
	}
}

// PowerSources returns 权力来源, as the national exchange tables have it.
func PowerSources() List {
	return List{
		{"1", "法定本级行使"}, {"2", "上级下放"}, {"3", "上级授权"}, {"4", "同级授权"}, {"5", "上级委托"}, {"6", "同级委托"},
	}
}

// AreaScopes returns 通办范围, as the national exchange tables have it.
func AreaScopes() List {
	return List{
		{"1", "全国"}, {"2", "全省"}, {"3", "全市"}, {"4", "全县"}, {"5", "全镇（乡、街道）"}, {"6", "跨村（社区）"},
	}
}

// OnlineDepths returns 网上办理深度, as the national exchange tables have it. Any of 5, 6 and 7 means
// that the whole matter is done online.
func OnlineDepths() List {
	return List{
		{"1", "互联网咨询"}, {"2", "互联网收件"}, {"3", "互联网预审"}, {"4", "互联网受理"}, {"5", "互联网办理"},
		{"6", "互联网办理结果信息反馈"}, {"7", "互联网电子证照反馈"},
	}
}

// ResultTypes returns 审批结果类型, as the national exchange tables have it; the labels of 30 and 99
// are the usual reading, not verified.
func ResultTypes() List {
	return List{{"10", "证照"}, {"20", "批文"}, {"30", "其他"}, {"99", "无"}}
}

// PersonThemes returns 面向自然人的主题, as seen in provincial systems.
func PersonThemes() List {
	return List{
		{"005", "生育收养"}, {"010", "户籍办理"}, {"015", "民族宗教"}, {"020", "教育科研"}, {"025", "入伍服役"},
		{"030", "就业创业"}, {"035", "设立变更"}, {"040", "准营准办"}, {"045", "抵押质押"}, {"050", "职业资格"},
		{"055", "纳税缴费"}, {"060", "婚姻登记"}, {"065", "优待抚恤"}, {"070", "规划建设"}, {"075", "住房保障"},
		{"085", "社会保障"}, {"090", "证件办理"}, {"095", "交通出行"}, {"100", "旅游观光"}, {"105", "出境入境"},
		{"110", "消费维权"}, {"115", "公共安全"}, {"120", "司法公证"}, {"125", "知识产权"}, {"130", "环保绿化"},
		{"135", "文化体育"}, {"140", "公用事业"}, {"145", "医疗卫生"}, {"150", "离职退休"}, {"155", "死亡殡葬"},
		{"998", "地方特色"}, {"999", "其他"},
	}
}

// EnterpriseThemes returns 面向法人的主题, as seen in provincial systems.
func EnterpriseThemes() List {
	return List{
		{"005", "设立变更"}, {"010", "准营准办"}, {"015", "资质认证"}, {"020", "年检年审"}, {"025", "税收财务"},
		{"030", "人力资源"}, {"035", "社会保障"}, {"040", "投资审批"}, {"045", "融资信贷"}, {"050", "抵押质押"},
		{"055", "商务贸易"}, {"060", "招标拍卖"}, {"065", "海关口岸"}, {"070", "涉外服务"}, {"075", "农林牧渔"},
		{"085", "国土和规划建设"}, {"090", "交通运输"}, {"095", "环保绿化"}, {"100", "应对气候变化"}, {"105", "水务气象"},
		{"110", "医疗卫生"}, {"115", "科技创新"}, {"120", "文体教育"}, {"125", "知识产权"}, {"130", "民族宗教"},
		{"135", "质量技术"}, {"140", "检验检疫"}, {"145", "安全生产"}, {"150", "公安消防"}, {"155", "司法公证"},
		{"160", "公用事业"}, {"165", "法人注销"}, {"170", "档案文物"}, {"998", "地方特色"}, {"999", "其他"},
	}
}

// BodyNatures returns 实施主体性质 (GB/T 39046-2020 A.3).
func BodyNatures() List {
	return List{{"1", "法定机关"}, {"2", "授权组织"}, {"3", "受委托组织"}, {"9", "其他"}}
}
