package catalog

import (
	"sync"

	"servicehall/internal/natcode"
)

// The closed lists of the catalogue. Each value's Chinese label and national code stand in Dictionaries.
type (
	Audience       string // 服务对象
	Channel        string // 办理渠道
	Handling       string // 办件类型
	Lifecycle      string // 生命周期
	Necessity      string // 材料必要性
	Medium         string // 材料形式
	CopyKind       string // 材料类型 (original or copy)
	Category       string // 材料类别
	Source         string // 来源渠道
	Way            string // 补正方式
	Consequence    string // 逾期处理
	Verification   string // 核查方式
	CommitmentKind string // 告知承诺种类
	Delivery       string // 送达方式
	Purpose        string // 咨询 or 监督投诉
	ContactWay     string // 咨询、投诉方式
	RemedyKind     string // 法律救济
	ProvenanceList string // 清单来源
	Arrangement    string // 节假日安排
)

// The values of the lists.
const (
	Person             Audience = "person"
	Enterprise         Audience = "enterprise"
	Institution        Audience = "institution"
	SocialOrganization Audience = "socialOrganization"
	Unincorporated     Audience = "unincorporated"
	Government         Audience = "government"
	OtherAudience      Audience = "other"

	ChannelWindow Channel = "window"
	ChannelOnline Channel = "online"
	ChannelMini   Channel = "miniprogram"
	ChannelKiosk  Channel = "kiosk"

	Immediate Handling = "immediate"
	Promised  Handling = "promised"

	ForIndividual Lifecycle = "individual"
	ForEnterprise Lifecycle = "enterprise"
	ForProject    Lifecycle = "project"

	Required   Necessity = "required"
	Optional   Necessity = "optional"
	Deferrable Necessity = "deferrable"

	Paper        Medium = "paper"
	Electronic   Medium = "electronic"
	EitherMedium Medium = "either"

	Original  CopyKind = "original"
	Copy      CopyKind = "copy"
	BothKinds CopyKind = "both"

	Certificate   Category = "certificate"
	Form          Category = "form"
	OtherCategory Category = "other"

	FromApplicant    Source = "applicant"
	FromGovernment   Source = "government"
	FromIntermediary Source = "intermediary"
	FromOther        Source = "other"

	ByWindow Way = "window"
	ByPost   Way = "post"
	ByUpload Way = "online"

	Return            Consequence = "return"
	Terminate         Consequence = "terminate"
	SuspendThenReturn Consequence = "suspendThenReturn"

	NotVerified      Verification = "none"
	VerifiedOnline   Verification = "online"
	VerifiedOnSite   Verification = "onsite"
	VerifiedByAssist Verification = "assist"

	ProofCommitment   CommitmentKind = "proof"
	LicenceCommitment CommitmentKind = "licence"

	AtWindow       Delivery = "window"
	ByAnnouncement Delivery = "announcement"
	ByMail         Delivery = "post"
	ByDownload     Delivery = "download"
	ByOther        Delivery = "other"

	Consultation Purpose = "consultation"
	Supervision  Purpose = "supervision"

	ContactWindow ContactWay = "window"
	ContactWeb    ContactWay = "web"
	ContactPhone  ContactWay = "phone"
	ContactLetter ContactWay = "letter"
	ContactEmail  ContactWay = "email"

	Reconsideration RemedyKind = "reconsideration"
	Litigation      RemedyKind = "litigation"

	DayOff Arrangement = "off"  // 放假
	Worked Arrangement = "work" // 上班 (调休)

	NationalList   ProvenanceList = "national"
	ProvincialList ProvenanceList = "provincial"
	LocalList      ProvenanceList = "local"
)

// Term is one value of a closed list.
type Term struct {
	Code     string `json:"code" example:"person"`
	Label    string `json:"label" example:"自然人"`
	National string `json:"national" example:"1"` // code in the national list, empty where there is none
}

// Dictionary is a closed list.
type Dictionary struct {
	Name  string `json:"name" example:"audience"`
	Label string `json:"label" example:"服务对象"`
	Terms []Term `json:"terms"`
}

// Has says whether the list has the code.
func (d Dictionary) Has(code string) bool {
	_, ok := d.TermOf(code)
	return ok
}

// Codes returns every code of the list, in its order.
func (d Dictionary) Codes() []string {
	codes := make([]string, len(d.Terms))
	for i, t := range d.Terms {
		codes[i] = t.Code
	}
	return codes
}

func fromNational(name, label string, list natcode.List, prefix string) Dictionary {
	d := Dictionary{Name: name, Label: label}
	for _, e := range list {
		d.Terms = append(d.Terms, Term{Code: prefix + e.Code, Label: e.Label, National: e.Code})
	}
	return d
}

// dictionaries makes the lists once; they are read only.
var dictionaries = sync.OnceValue(closedLists)

// Dictionaries returns every closed list; they are shared and must not be changed. National codes follow GB/T 39046-2020 annex A for type, level and
// handling, and the national exchange tables for the others; where the two differ, as for 服务对象, the
// exchange tables' codes stand here.
func Dictionaries() []Dictionary { return dictionaries() }

func closedLists() []Dictionary {
	themes := fromNational("theme", "主题", natcode.PersonThemes(), "person-")
	themes.Terms = append(themes.Terms, fromNational("", "", natcode.EnterpriseThemes(), "enterprise-").Terms...)
	return []Dictionary{
		fromNational("type", "事项类型", natcode.MatterTypes(), ""),
		fromNational("level", "行使层级", natcode.Levels(), ""),
		fromNational("powerSource", "权力来源", natcode.PowerSources(), ""),
		fromNational("nature", "实施主体性质", natcode.BodyNatures(), ""),
		fromNational("areaScope", "通办范围", natcode.AreaScopes(), ""),
		fromNational("onlineDepth", "网上办理深度", natcode.OnlineDepths(), ""),
		fromNational("resultType", "审批结果类型", natcode.ResultTypes(), ""),
		themes,
		{"audience", "服务对象", []Term{
			{"person", "自然人", "1"}, {"enterprise", "企业法人", "2"}, {"institution", "事业法人", "3"},
			{"socialOrganization", "社会组织法人", "4"}, {"unincorporated", "非法人企业", "5"},
			{"government", "行政机关", "6"}, {"other", "其他组织", "9"}}},
		{"handling", "办件类型", []Term{{"immediate", "即办件", "1"}, {"promised", "承诺件", "2"}}},
		{"channel", "办理渠道", []Term{{"window", "窗口", ""}, {"online", "网上", ""}, {"miniprogram", "小程序", ""}, {"kiosk", "自助终端", ""}}},
		{"unit", "时限单位", []Term{{"workday", "工作日", ""}, {"day", "日", ""}, {"hour", "小时", ""}, {"month", "月", ""}, {"year", "年", ""}}},
		{"state", "状态", []Term{{"active", "在用", "1"}, {"suspended", "暂停", "2"}, {"cancelled", "取消", "3"}}},
		{"cancellationReason", "取消原因", []Term{{"error", "发布有误", ""}, {"merged", "并入其他记录", ""}, {"noLongerOffered", "不再办理", ""}}},
		{"lifecycle", "生命周期", []Term{{"individual", "个人", ""}, {"enterprise", "企业", ""}, {"project", "项目", ""}}},
		{"provenance", "清单来源", []Term{{"national", "国家清单", ""}, {"provincial", "省级清单", ""}, {"local", "地方特色清单", ""}}},
		{"necessity", "材料必要性", []Term{{"required", "必要", "1"}, {"optional", "非必要", "2"}, {"deferrable", "容缺后补", "3"}}},
		{"medium", "材料形式", []Term{{"paper", "纸质", "1"}, {"electronic", "电子化", "2"}, {"either", "纸质或电子化", "3"}}},
		{"copyKind", "材料类型", []Term{{"original", "原件", "1"}, {"copy", "复印件", "2"}, {"both", "原件和复印件", "3"}}},
		{"category", "材料类别", []Term{{"certificate", "证件证书证明", "1"}, {"form", "申请表格文书", "2"}, {"other", "其他", "9"}}},
		{"source", "来源渠道", []Term{{"applicant", "申请人自备", "10"}, {"government", "政府部门核发", "20"}, {"intermediary", "中介机构出具", ""}, {"other", "其他", "99"}}},
		{"way", "补正方式", []Term{{"window", "窗口补交", ""}, {"post", "邮寄", ""}, {"online", "网上上传", ""}}},
		{"consequence", "逾期处理", []Term{{"return", "退件", ""}, {"terminate", "终止办理", ""}, {"suspendThenReturn", "中止后退件", ""}}},
		{"verification", "核查方式", []Term{{"none", "免予核查", ""}, {"online", "在线核查", ""}, {"onsite", "现场核查", ""}, {"assist", "行政协助核查", ""}}},
		{"commitmentKind", "告知承诺种类", []Term{{"proof", "证明事项告知承诺", ""}, {"licence", "涉企经营许可事项告知承诺", ""}}},
		{"delivery", "送达方式", []Term{{"window", "窗口领取", "1"}, {"announcement", "公告送达", "2"}, {"post", "邮寄送达", "3"}, {"download", "网站下载", "4"}, {"other", "其他", "5"}}},
		{"purpose", "联系用途", []Term{{"consultation", "咨询", ""}, {"supervision", "监督投诉", ""}}},
		{"contactWay", "咨询投诉方式", []Term{{"window", "窗口", "1"}, {"web", "网络", "2"}, {"phone", "电话", "3"}, {"letter", "信件", "4"}, {"email", "邮件", "5"}}},
		{"remedy", "法律救济", []Term{{"reconsideration", "行政复议", ""}, {"litigation", "行政诉讼", ""}}},
		{"arrangement", "节假日安排", []Term{{"off", "放假", ""}, {"work", "上班", ""}}},
	}
}

// DictionaryOf returns the closed list of that name; asking for one that does not exist is a mistake in the
// program.
func DictionaryOf(name string) Dictionary {
	for _, d := range Dictionaries() {
		if d.Name == name {
			return d
		}
	}
	panic("no dictionary " + name)
}

// CodeOf returns the code of a Chinese label, and whether the list has it.
func (d Dictionary) CodeOf(label string) (string, bool) {
	for _, t := range d.Terms {
		if t.Label == label {
			return t.Code, true
		}
	}
	return "", false
}

// TermOf returns the term with the code, and whether the list has it.
func (d Dictionary) TermOf(code string) (Term, bool) {
	for _, t := range d.Terms {
		if t.Code == code {
			return t, true
		}
	}
	return Term{}, false
}
