package catalog

// Matter is a 政务服务事项 at its smallest unit, the 业务办理项 that the hall counts and that a guide
// describes. Its elements are those of 实施清单 (GB/T 39554.2-2020; the names of the elements were checked
// against the national exchange tables, not against the standard's text).
type Matter struct {
	Head
	BaseCode string   `json:"baseCode" example:"000131001000"`                    // 基本编码, empty where the code has another form
	MainCode string   `json:"mainCode" example:"11610829999900311X4000131001000"` // 主项编码
	MainName string   `json:"mainName" example:"食品经营许可"`                          // 主项名称
	Aliases  []string `gorm:"serializer:json" json:"aliases"`                     // names that people use
	Summary  string   `json:"summary"`                                            // plain text for citizens

	Type             string   `json:"type" example:"01"`                        // 事项类型, national code
	Level            string   `json:"level" example:"4"`                        // 行使层级, national code
	PowerSource      string   `json:"powerSource" example:"1"`                  // 权力来源, national code
	Department       string   `gorm:"column:department_code" json:"department"` // code of the 实施主体
	EntrustedBy      string   `json:"entrustedBy"`                              // 委托部门, where the power is entrusted
	JointDepartments []string `gorm:"serializer:json" json:"jointDepartments"`  // 联办机构, codes

	Audience []Audience `gorm:"serializer:json" json:"audience"` // 服务对象
	Themes   []string   `gorm:"serializer:json" json:"themes" example:"person-005"`

	Handling      Handling `json:"handling"`                                                     // 办件类型
	LegalLimit    *Limit   `gorm:"serializer:json" json:"legalLimit" extensions:"x-nullable"`    // 法定办结时限, null where the law sets none
	LegalNote     string   `json:"legalNote"`                                                    // 法定时限说明
	PromisedLimit *Limit   `gorm:"serializer:json" json:"promisedLimit" extensions:"x-nullable"` // 承诺办结时限
	PromisedNote  string   `json:"promisedNote"`                                                 // 承诺时限说明
	MaxVisits     *int     `json:"maxVisits" extensions:"x-nullable"`                            // 到办事现场次数, null where not published
	VisitReason   string   `json:"visitReason"`                                                  // 必须现场办理原因

	Conditions        []Condition        `gorm:"serializer:json" json:"conditions"`
	Materials         []Material         `gorm:"serializer:json" json:"materials"`
	Questions         []Question         `gorm:"serializer:json" json:"questions"`
	Steps             []Step             `gorm:"serializer:json" json:"steps"`
	SpecialProcedures []SpecialProcedure `gorm:"serializer:json" json:"specialProcedures"`
	Fees              []Fee              `gorm:"serializer:json" json:"fees"` // empty: no fee
	Results           []Result           `gorm:"serializer:json" json:"results"`
	LegalBases        []LegalBasis       `gorm:"serializer:json" json:"legalBases"`
	Intermediaries    []Intermediary     `gorm:"serializer:json" json:"intermediaries"`
	FAQs              []FAQ              `gorm:"serializer:json;column:faqs" json:"faqs"`
	Contacts          []Contact          `gorm:"serializer:json" json:"contacts"`
	Remedies          []Remedy           `gorm:"serializer:json" json:"remedies"`
	QuantityLimit     string             `json:"quantityLimit"`                   // 数量限制
	Usage             int                `json:"usage" minimum:"0" maximum:"100"` // 常用程度: decides between matters that a search finds equally well

	Windows     []string    `gorm:"serializer:json" json:"windows"`     // codes
	Channels    []Channel   `gorm:"serializer:json" json:"channels"`    // 办理渠道
	OnlineDepth []string    `gorm:"serializer:json" json:"onlineDepth"` // 网上办理深度, national codes
	Links       Links       `gorm:"serializer:json" json:"links"`
	Booking     bool        `json:"booking"`                                                   // 预约办理
	Express     bool        `json:"express"`                                                   // 物流快递
	PayOnline   bool        `json:"payOnline"`                                                 // 网上支付
	AreaScope   string      `json:"areaScope" example:"4"`                                     // 通办范围, national code
	Waiver      bool        `json:"waiver"`                                                    // 容缺受理, as the county has published it
	Commitment  *Commitment `gorm:"serializer:json" json:"commitment" extensions:"x-nullable"` // 告知承诺
	Entry       *Entry      `gorm:"serializer:json" json:"entry" extensions:"x-nullable"`      // 进驻, null where it came in with no batch
	Suspension  *Suspension `gorm:"serializer:json" json:"suspension" extensions:"x-nullable"`
	CheckedOn   *Date       `json:"checkedOn" swaggertype:"string" format:"date" extensions:"x-nullable"` // day of the last check against the law
}

// Kind is KindMatter.
func (*Matter) Kind() Kind { return KindMatter }

// TableName is the name of the table.
func (*Matter) TableName() string { return "matters" }

// Condition is a 受理条件.
type Condition struct {
	ID         string `json:"id" example:"c1"`
	Text       string `json:"text"`
	Prohibits  bool   `json:"prohibits"`  // 禁止性条件: who meets it cannot apply
	Applicable string `json:"applicable"` // 适用情形, empty for all
}

// Step is a step of the 办理流程, in the order of the list.
type Step struct {
	ID       string `json:"id" example:"s1"`
	Name     string `json:"name" example:"受理"`
	Limit    *Limit `json:"limit" extensions:"x-nullable"`
	Standard string `json:"standard"` // 审查标准
	Result   string `json:"result"`   // 审查结果
}

// SpecialProcedure is a 特别程序, whose time is not counted in the limits.
type SpecialProcedure struct {
	ID    string `json:"id" example:"p1"`
	Name  string `json:"name" example:"现场核查"`
	Limit *Limit `json:"limit" extensions:"x-nullable"`
	Basis string `json:"basis"`
}

// Fee is a 收费项目.
type Fee struct {
	ID        string `json:"id" example:"f1"`
	Name      string `json:"name" example:"不动产登记费"`
	Standard  string `json:"standard" example:"住宅每件80元"`
	Basis     string `json:"basis"`
	Reduction string `json:"reduction"` // 减免说明, empty where there is none
}

// Result is what the applicant gets.
type Result struct {
	ID         string     `json:"id" example:"r1"`
	Name       string     `json:"name" example:"食品经营许可证"`
	Type       string     `json:"type" enums:"10,20,30,99"` // 审批结果类型, national code
	Validity   string     `json:"validity" example:"5年"`
	Deliveries []Delivery `json:"deliveries"`
	Sample     *FileLink  `json:"sample" extensions:"x-nullable"`
}

// LegalBasis is a 设定依据.
type LegalBasis struct {
	ID     string `json:"id" example:"l1"`
	Law    string `json:"law" example:"中华人民共和国食品安全法"`
	Number string `json:"number"` // 文号
	Clause string `json:"clause" example:"第三十五条"`
	Text   string `json:"text"`
}

// Intermediary is a 中介服务 that the applicant has to obtain.
type Intermediary struct {
	ID    string `json:"id" example:"i1"`
	Name  string `json:"name"`
	Basis string `json:"basis"`
}

// FAQ is a 常见问题.
type FAQ struct {
	ID       string `json:"id" example:"q1"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Contact is a way to ask (咨询) or to complain (监督投诉).
type Contact struct {
	ID      string     `json:"id" example:"t1"`
	Purpose Purpose    `json:"purpose"`
	Way     ContactWay `json:"way"`
	Value   string     `json:"value" example:"0912-0000031"`
}

// Remedy is a legal remedy (法律救济).
type Remedy struct {
	ID     string     `json:"id" example:"y1"`
	Kind   RemedyKind `json:"kind"`
	Body   string     `json:"body" example:"吴堡县人民政府"`
	Within string     `json:"within" example:"自知道该行政行为之日起60日内"`
}

// Question is one of the 情形: what the applicant is asked to find out which materials of a matter, or which
// members of a bundle, apply.
type Question struct {
	ID       string   `json:"id" example:"a1"`
	Text     string   `json:"text" example:"是否委托他人办理？"`
	Multiple bool     `json:"multiple"` // more than one option may be chosen
	Options  []Option `json:"options"`
}

// Option is an answer to a Question. A material or a member that any option adds applies only when such an option
// is chosen.
type Option struct {
	ID      string   `json:"id" example:"a1-2"`
	Text    string   `json:"text" example:"委托他人办理"`
	Adds    []string `json:"adds"`    // ids of materials, in a bundle of members
	Removes []string `json:"removes"` // ids of materials, in a bundle of members
}

// Links are the addresses where a matter can be handled, null where there is none.
type Links struct {
	Online  *string `json:"online" extensions:"x-nullable"`
	Mobile  *string `json:"mobile" extensions:"x-nullable"`
	Booking *string `json:"booking" extensions:"x-nullable"`
}

// Entry says in which batch and on which day a matter moved into the hall (进驻).
type Entry struct {
	Batch string `json:"batch" example:"大厅之外无审批"`
	Day   Date   `json:"day" swaggertype:"string" format:"date"`
}
