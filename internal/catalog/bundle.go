package catalog

// Scene groups bundles of one life-cycle (主题场景).
type Scene struct {
	Head
	Lifecycle Lifecycle `json:"lifecycle"`
	Summary   string    `json:"summary"`
}

// Kind is KindScene.
func (*Scene) Kind() Kind { return KindScene }

// TableName is the name of the table.
func (*Scene) TableName() string { return "scenes" }

// Bundle is a 一件事: matters that a citizen meets as one thing and applies for once (国办发〔2022〕32号).
type Bundle struct {
	Head
	Aliases       []string    `gorm:"serializer:json" json:"aliases"`
	Summary       string      `json:"summary"`
	Scene         string      `gorm:"column:scene_code" json:"scene"` // code
	Lead          string      `gorm:"column:lead_code" json:"lead"`   // code of the 牵头部门
	Joint         []string    `gorm:"serializer:json" json:"joint"`   // codes of the 配合部门
	Members       []Member    `gorm:"serializer:json" json:"members"`
	Questions     []Question  `gorm:"serializer:json" json:"questions"`
	Provenance    Provenance  `gorm:"serializer:json" json:"provenance"`
	PromisedLimit *Limit      `gorm:"serializer:json" json:"promisedLimit" extensions:"x-nullable"`
	MaxVisits     *int        `json:"maxVisits" extensions:"x-nullable"`
	Windows       []string    `gorm:"serializer:json" json:"windows"` // codes
	Channels      []Channel   `gorm:"serializer:json" json:"channels"`
	Suspension    *Suspension `gorm:"serializer:json" json:"suspension" extensions:"x-nullable"`
}

// Kind is KindBundle.
func (*Bundle) Kind() Kind { return KindBundle }

// TableName is the name of the table.
func (*Bundle) TableName() string { return "bundles" }

// Member is one matter of a bundle, of this catalogue or an outside service: exactly one of Matter and
// Service is set.
type Member struct {
	ID        string          `json:"id" example:"b1"`
	Matter    *string         `json:"matter" extensions:"x-nullable"` // code
	Service   *OutsideService `json:"service" extensions:"x-nullable"`
	Required  bool            `json:"required"`
	Phase     int             `json:"phase" example:"1"` // members of one phase run side by side
	Condition string          `json:"condition"`         // when an optional member applies, for people
}

// OutsideService is a service that is no matter of this catalogue.
type OutsideService struct {
	Name  string  `json:"name" example:"银行预约开户"`
	Who   string  `json:"who" example:"各商业银行网点"`
	Where string  `json:"where" example:"企业开办专区银行服务点"`
	Link  *string `json:"link" extensions:"x-nullable"`
}

// Provenance says which list made this a bundle (国办发〔2025〕24号 knows national, yearly and local lists).
type Provenance struct {
	List  ProvenanceList `json:"list"`
	Title string         `json:"title" example:"国务院2024年度“高效办成一件事”重点事项清单（第一批）"`
}
