package snapshot

import "servicehall/internal/catalog"

// Ref names another record.
type Ref struct {
	Code string `json:"code" example:"A01"`
	Name string `json:"name" example:"一件事一次办个人综合窗口"`
}

// MatterDocument is the guide of a matter: the record and what is joined to it.
type MatterDocument struct {
	catalog.Matter
	Department       Ref         `json:"department"`
	JointDepartments []Ref       `json:"jointDepartments"`
	Siblings         []Ref       `json:"siblings"` // the other items of its main matter
	Windows          []WindowRef `json:"windows"`
	Waiver           *Waiver     `json:"waiver" extensions:"x-nullable"`
	Bundles          []Ref       `json:"bundles"`
}

// Waiver says which papers of a matter may be handed in later (容缺受理).
type Waiver struct {
	Materials []string `json:"materials"` // ids; empty where the county publishes the waiver but names no papers
}

// WindowRef names a window and where it is.
type WindowRef struct {
	Code  string `json:"code" example:"B05"`
	Name  string `json:"name" example:"食品许可窗口"`
	Zone  Ref    `json:"zone"`
	Floor string `json:"floor" example:"一楼"`
	Phone string `json:"phone" example:"0912-0000317"`
}

// MatterItem is a matter in a list.
type MatterItem struct {
	Code          string             `json:"code"`
	Name          string             `json:"name"`
	MainName      string             `json:"mainName"`
	Type          string             `json:"type" example:"01"`
	Department    Ref                `json:"department"`
	Audience      []catalog.Audience `json:"audience"`
	Handling      catalog.Handling   `json:"handling"`
	LegalLimit    *catalog.Limit     `json:"legalLimit" extensions:"x-nullable"`
	PromisedLimit *catalog.Limit     `json:"promisedLimit" extensions:"x-nullable"`
	MaxVisits     *int               `json:"maxVisits" extensions:"x-nullable"`
	Waiver        bool               `json:"waiver"`
	Commitment    bool               `json:"commitment"`
	Channels      []catalog.Channel  `json:"channels"`
	Windows       []Ref              `json:"windows"`
	State         catalog.State      `json:"state"`
	Demonstration bool               `json:"demonstration"`
	UpdatedAt     catalog.Time       `json:"updatedAt" swaggertype:"string" format:"date-time"`
}

// DepartmentDocument is a department with what it offers.
type DepartmentDocument struct {
	catalog.Department
	Counts DepartmentCounts `json:"counts"`
}

// DepartmentCounts counts what is in use.
type DepartmentCounts struct {
	Matters int `json:"matters"`
	Windows int `json:"windows"`
	Bundles int `json:"bundles"` // that it leads
}

// ZoneDocument is a zone with what it holds.
type ZoneDocument struct {
	catalog.Zone
	Counts ZoneCounts `json:"counts"`
}

// ZoneCounts counts what is in use.
type ZoneCounts struct {
	Windows int `json:"windows"`
	Matters int `json:"matters"`
}

// WindowDocument is a window with what it handles.
type WindowDocument struct {
	catalog.Window
	Zone        Ref          `json:"zone"`
	Floor       string       `json:"floor" example:"一楼"`
	Departments []Ref        `json:"departments"`
	Matters     []Ref        `json:"matters"`
	Counts      WindowCounts `json:"counts"`
}

// WindowCounts counts what is in use.
type WindowCounts struct {
	Matters int `json:"matters"`
}

// SceneDocument is a scene with its bundles.
type SceneDocument struct {
	catalog.Scene
	Bundles []Ref       `json:"bundles"`
	Counts  SceneCounts `json:"counts"`
}

// SceneCounts counts what is in use.
type SceneCounts struct {
	Bundles int `json:"bundles"`
	Matters int `json:"matters"` // of the catalogue, in its bundles
}

// BundleDocument is the guide of a bundle: the record and what is joined to it.
type BundleDocument struct {
	catalog.Bundle
	Lifecycle catalog.Lifecycle `json:"lifecycle"`
	Scene     Ref               `json:"scene"`
	Lead      Ref               `json:"lead"`
	Joint     []Ref             `json:"joint"` // named ones and those of the members, without the lead
	Members   []MemberDocument  `json:"members"`
	Windows   []WindowRef       `json:"windows"`
}

// MemberDocument is a member of a bundle; Matter is null for an outside service, Service for a matter.
type MemberDocument struct {
	ID        string                  `json:"id" example:"b1"`
	Name      string                  `json:"name"`
	Matter    *MatterItem             `json:"matter" extensions:"x-nullable"`
	Service   *catalog.OutsideService `json:"service" extensions:"x-nullable"`
	Required  bool                    `json:"required"`
	Phase     int                     `json:"phase" example:"1"`
	Condition string                  `json:"condition"`
}

// BundleItem is a bundle in a list.
type BundleItem struct {
	Code          string            `json:"code"`
	Name          string            `json:"name"`
	Summary       string            `json:"summary"`
	Lifecycle     catalog.Lifecycle `json:"lifecycle"`
	Scene         Ref               `json:"scene"`
	Lead          Ref               `json:"lead"`
	Joint         []Ref             `json:"joint"`
	Counts        BundleCounts      `json:"counts"`
	PromisedLimit *catalog.Limit    `json:"promisedLimit" extensions:"x-nullable"`
	MaxVisits     *int              `json:"maxVisits" extensions:"x-nullable"`
	Channels      []catalog.Channel `json:"channels"`
	State         catalog.State     `json:"state"`
	Demonstration bool              `json:"demonstration"`
	UpdatedAt     catalog.Time      `json:"updatedAt" swaggertype:"string" format:"date-time"`
}

// BundleCounts counts a bundle's members.
type BundleCounts struct {
	Required int `json:"required"`
	Optional int `json:"optional"`
	Outside  int `json:"outside"` // of both kinds, outside services
}
