package catalog

// Material is a paper or record that the applicant hands in (申请材料).
type Material struct {
	ID         string              `json:"id" example:"m1"`
	Name       string              `json:"name" example:"居民身份证"`
	Necessity  Necessity           `json:"necessity"`
	Medium     Medium              `json:"medium"`
	CopyKind   CopyKind            `json:"copyKind"`
	Copies     int                 `json:"copies" example:"1"` // 份数, of each kind
	Category   Category            `json:"category"`
	Source     Source              `json:"source"`
	Issuer     string              `json:"issuer" example:"公安机关"`
	BlankForm  *FileLink           `json:"blankForm" extensions:"x-nullable"`
	Sample     *FileLink           `json:"sample" extensions:"x-nullable"`
	Deferral   *Deferral           `json:"deferral" extensions:"x-nullable"`
	Commitment *MaterialCommitment `json:"commitment" extensions:"x-nullable"`
	Standard   string              `json:"standard"` // 受理标准
	Note       string              `json:"note"`
}

// FileLink names a file; the url is null where the file is to be had at the window only.
type FileLink struct {
	Name string  `json:"name" example:"食品经营许可申请书（空白表）"`
	URL  *string `json:"url" extensions:"x-nullable"`
}

// Deferral says how a material may be handed in after acceptance (容缺后补). A deferrable material that has none cannot
// be handed in later yet.
type Deferral struct {
	Within      Limit       `json:"within"` // counted from the day the papers reach the office
	Ways        []Way       `json:"ways"`
	Consequence Consequence `json:"consequence"`
	GraceDays   int         `json:"graceDays"`  // further working days, with suspendThenReturn only
	LongReason  string      `json:"longReason"` // why Within is longer than the promised limit, where it is
}

// MaterialCommitment says that a promise may replace a proof (证明事项告知承诺, 国办发〔2020〕42号).
type MaterialCommitment struct {
	Content      string       `json:"content"` // what the applicant promises
	Verification Verification `json:"verification"`
}

// Commitment is the 告知承诺 of a matter: of a proof that its materials name, or of the licence itself
// (国办发〔2020〕42号, 国发〔2021〕7号).
type Commitment struct {
	Kind         CommitmentKind `json:"kind"`
	Scope        string         `json:"scope"`
	Materials    []string       `json:"materials"` // ids of the materials that a promise replaces
	Verification Verification   `json:"verification"`
	Text         string         `json:"text"`     // what is promised
	Excluded     string         `json:"excluded"` // who cannot use it
}
