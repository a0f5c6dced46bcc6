package natcode

// MatterTypes returns 事项类型 (GB/T 39046-2020 A.1, V). The types 02, 03, 04 and 06 are powers that an
// authority exercises by itself; a hall's catalogue normally has none of them. The letters are those of Shandong
// (V). One vendor numbers otherwise, 06 奖励, 08 裁决, 09 检查, 11 公共服务 (!): a bare number of his cannot be
// told from a national one, a number with its label is refused as ambiguous.
func MatterTypes() List {
	return table{
		{"01", "行政许可", "行政许可类", "许可", "XK"},
		{"02", "行政处罚", "行政处罚类", "处罚", "CF"},
		{"03", "行政强制", "行政强制类", "强制", "QZ"},
		{"04", "行政征收", "行政征收类", "征收", "ZS"},
		{"05", "行政给付", "行政给付类", "给付", "GF"},
		{"06", "行政检查", "行政检查类", "检查", "JC"},
		{"07", "行政确认", "行政确认类", "确认", "QR"},
		{"08", "行政奖励", "行政奖励类", "奖励", "JL"},
		{"09", "行政裁决", "行政裁决类", "裁决", "CJ"},
		{"10", "其他行政权力", "其他行政权力类", "其他", "其它", "其他类", "QT"},
		{"20", "公共服务", "公共服务类", "GG"},
	}.list()
}

// Levels returns 行使层级 (GB/T 39046-2020 A.2, V). One system has 6 = 分级管理 (!).
func Levels() List {
	return table{
		{"1", "国家级", "国家"}, {"2", "省级", "省"}, {"3", "市级", "市"}, {"4", "县级", "县"},
		{"5", "镇（乡、街道）级", "镇（乡/街道）级", "镇（乡/街道）", "镇级", "镇", "乡级", "乡", "乡镇级", "乡镇", "街道级", "街道"},
		{"6", "村（社区）级", "村（社区）", "村级", "村", "社区级", "社区"},
		{"7", "分级管理"},
	}.list()
}

// BodyNatures returns 实施主体性质 (GB/T 39046-2020 A.3, V). One system has 4 = 其它.
func BodyNatures() List {
	return table{{"1", "法定机关"}, {"2", "授权组织"}, {"3", "受委托组织"}, {"9", "其他", "其它", "4"}}.list()
}

// Audiences returns 服务对象 (GB/T 39046-2020 A.4, V). The codes 5 and 6 mean something else in
// ExchangeAudiences (!): who reads a bare code must know which of the two its file follows.
func Audiences() List {
	return table{
		{"1", "自然人", "个人"}, {"2", "企业法人", "法人"}, {"3", "事业法人", "法人"}, {"4", "社会组织法人", "法人"},
		{"5", "行政机关"}, {"6", "其他组织", "其他", "其它"},
	}.list()
}

// ExchangeAudiences returns 服务对象 as the national exchange tables have it (V), which differs from Audiences (!).
// One system has 7 = 其他.
func ExchangeAudiences() List {
	return table{
		{"1", "自然人", "个人"}, {"2", "企业法人", "企业", "法人"}, {"3", "事业法人", "法人"}, {"4", "社会组织法人", "法人"},
		{"5", "非法人企业", "企业"}, {"6", "行政机关"}, {"9", "其他组织", "其他", "其它", "7"},
	}.list()
}

// ServiceForms returns 办理形式 (GB/T 39046-2020 A.5, V). The code 3 means something else in
// ExchangeServiceForms (!).
func ServiceForms() List {
	return table{
		{"1", "窗口", "窗口办理"}, {"2", "电脑端网上", "网上", "网上办理"}, {"3", "移动端网上", "网上", "网上办理"},
		{"4", "快递申请"}, {"9", "其他", "其它"},
	}.list()
}

// ExchangeServiceForms returns 办理形式 as the national exchange tables have it (V), which differs from
// ServiceForms (!).
func ExchangeServiceForms() List {
	return table{
		{"1", "窗口办理", "窗口"}, {"2", "网上办理", "网上", "电脑端网上", "移动端网上"}, {"3", "快递申请"},
	}.list()
}

// Handlings returns 办件类型 (GB/T 39046-2020 A.6, V). Other systems have 1 承诺, 2 即办 and kinds of their own (!): a
// number with its label is refused as ambiguous.
func Handlings() List {
	return table{{"1", "即办件", "即办"}, {"2", "承诺件", "承诺"}, {"9", "其他", "其它"}}.list()
}

// SpecialProcedures returns 特别程序 (GB/T 39046-2020 A.7, V). The usual names of the others (听证, 公示, 检验检测,
// 专家评审, 现场勘验; R) have no codes.
func SpecialProcedures() List {
	return table{{"1", "延长审批"}, {"2", "其他", "其它"}}.list()
}

// PowerSources returns 权力来源, as the national exchange tables have it (V).
func PowerSources() List {
	return table{
		{"1", "法定本级行使"}, {"2", "上级下放"}, {"3", "上级授权"}, {"4", "同级授权"}, {"5", "上级委托"}, {"6", "同级委托"},
	}.list()
}

// States returns 事项状态, as the national exchange tables have it (V). Some systems add 4 草稿, which is no state of a
// published matter.
func States() List {
	return table{{"1", "在用"}, {"2", "暂停", "挂起", "暂停（挂起）"}, {"3", "取消"}}.list()
}

// AreaScopes returns 通办范围, as the national exchange tables have it (V). Another system has 0 未实现, 1 全国,
// 2 跨省, 3 跨市, 4 跨县 (!), and GB/T 39046 names only 全国, 跨省, 跨市 and 跨县.
func AreaScopes() List {
	return table{
		{"1", "全国"}, {"2", "全省"}, {"3", "全市"}, {"4", "全县"},
		{"5", "全镇（乡、街道）", "全镇（乡/街道）"}, {"6", "跨村（社区）"},
	}.list()
}

// OnlineDepths returns 网上办理深度, as the national exchange tables have it (V). Any of 5, 6 and 7 means
// that the whole matter is done online.
func OnlineDepths() List {
	return table{
		{"1", "互联网咨询"}, {"2", "互联网收件"}, {"3", "互联网预审"}, {"4", "互联网受理"}, {"5", "互联网办理", "全程网办"},
		{"6", "互联网办理结果信息反馈", "结果信息反馈", "全程网办"}, {"7", "互联网电子证照反馈", "电子证照反馈", "全程网办"},
	}.list()
}

// HandlingModes returns 联办方式, as one system has it (V).
func HandlingModes() List {
	return table{{"1", "自办"}, {"2", "初审"}, {"3", "联办"}, {"4", "转报"}}.list()
}

// ConditionKinds returns 受理条件类型, as the national exchange tables have it (V).
func ConditionKinds() List {
	return table{{"1", "申请条件"}, {"2", "禁止性条件"}}.list()
}

// PlaceKinds returns 办理地点分类, as one system has it (V).
func PlaceKinds() List {
	return table{
		{"1", "行政服务中心"}, {"2", "部门服务窗口"}, {"3", "单位办公室"}, {"4", "案发地"}, {"5", "代办点"}, {"6", "便民服务中心"},
	}.list()
}

// ContactWays returns 咨询方式 and 投诉方式, as one system has them (V).
func ContactWays() List {
	return table{{"1", "窗口"}, {"2", "网络"}, {"3", "电话"}, {"4", "信件"}, {"5", "邮件"}}.list()
}

// ResultTypes returns 审批结果类型, as the national exchange tables have it (V); the labels of 30 and 99
// are the usual reading (R). Some systems have 40 and 50 too, such as 合同 and 登记表.
func ResultTypes() List {
	return table{{"10", "证照"}, {"20", "批文"}, {"30", "其他", "其它"}, {"99", "无"}}.list()
}

// Validities returns 结果有效期, as one system has it (V).
func Validities() List {
	return table{
		{"1", "1年"}, {"2", "2年"}, {"3", "3年"}, {"4", "4年"}, {"5", "5年"}, {"6", "无期限"}, {"7", "其他", "其它"},
	}.list()
}

// Deliveries returns 送达方式, as one system has it (V).
func Deliveries() List {
	return table{
		{"1", "窗口领取"}, {"2", "公告送达"}, {"3", "邮寄送达"}, {"4", "网站下载"}, {"5", "其他", "其它"},
	}.list()
}

// Necessities returns 材料必要性, as the national exchange tables have it (V).
func Necessities() List {
	return table{{"1", "必要"}, {"2", "非必要"}, {"3", "容缺后补"}}.list()
}

// Media returns 材料形式, as the national exchange tables have it (V).
func Media() List {
	return table{{"1", "纸质"}, {"2", "电子化"}, {"3", "纸质/电子化", "纸质或电子化"}}.list()
}

// CopyKinds returns family A of 材料类型: original or copy (V). Other systems keep Categories under the same name and
// the same codes (!): who reads a bare code must know which of the two its file follows.
func CopyKinds() List {
	return table{
		{"1", "原件"}, {"2", "复印件"}, {"3", "原件和（或）复印件", "原件和复印件", "原件或复印件"},
	}.list()
}

// Categories returns family B of 材料类型, which the catalogue calls 材料类别 (V). It contradicts CopyKinds (!); some
// systems have 3 for 9.
func Categories() List {
	return table{{"1", "证件证书证明"}, {"2", "申请表格文书"}, {"9", "其他", "其它", "3"}}.list()
}

// Sources returns 来源渠道 of a material, as the national exchange tables have it (V); 30 was seen in one system only,
// and others number locally from 0 or 1 (!).
func Sources() List {
	return table{{"10", "申请人自备"}, {"20", "政府部门核发"}, {"30", "中介机构出具"}, {"99", "其他", "其它"}}.list()
}

// PersonThemes returns 面向自然人的主题, as seen in provincial systems (V); 080 is absent.
func PersonThemes() List {
	return table{
		{"005", "生育收养"}, {"010", "户籍办理"}, {"015", "民族宗教"}, {"020", "教育科研"}, {"025", "入伍服役"},
		{"030", "就业创业"}, {"035", "设立变更"}, {"040", "准营准办"}, {"045", "抵押质押"}, {"050", "职业资格"},
		{"055", "纳税缴费"}, {"060", "婚姻登记"}, {"065", "优待抚恤"}, {"070", "规划建设"}, {"075", "住房保障"},
		{"085", "社会保障"}, {"090", "证件办理"}, {"095", "交通出行"}, {"100", "旅游观光"}, {"105", "出境入境"},
		{"110", "消费维权"}, {"115", "公共安全"}, {"120", "司法公证"}, {"125", "知识产权"}, {"130", "环保绿化"},
		{"135", "文化体育"}, {"140", "公用事业"}, {"145", "医疗卫生"}, {"150", "离职退休"}, {"155", "死亡殡葬"},
		{"998", "地方特色"}, {"999", "其他"},
	}.list()
}

// EnterpriseThemes returns 面向法人的主题, as seen in provincial systems (V); 080 is absent.
func EnterpriseThemes() List {
	return table{
		{"005", "设立变更"}, {"010", "准营准办"}, {"015", "资质认证"}, {"020", "年检年审"}, {"025", "税收财务"},
		{"030", "人力资源"}, {"035", "社会保障"}, {"040", "投资审批"}, {"045", "融资信贷"}, {"050", "抵押质押"},
		{"055", "商务贸易"}, {"060", "招标拍卖"}, {"065", "海关口岸"}, {"070", "涉外服务"}, {"075", "农林牧渔"},
		{"085", "国土和规划建设"}, {"090", "交通运输"}, {"095", "环保绿化"}, {"100", "应对气候变化"}, {"105", "水务气象"},
		{"110", "医疗卫生"}, {"115", "科技创新"}, {"120", "文体教育"}, {"125", "知识产权"}, {"130", "民族宗教"},
		{"135", "质量技术"}, {"140", "检验检疫"}, {"145", "安全生产"}, {"150", "公安消防"}, {"155", "司法公证"},
		{"160", "公用事业"}, {"165", "法人注销"}, {"170", "档案文物"}, {"998", "地方特色"}, {"999", "其他"},
	}.list()
}
