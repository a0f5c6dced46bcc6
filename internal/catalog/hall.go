package catalog

// Department is an implementing body (实施主体).
type Department struct {
	Head
	ShortName string `json:"shortName" example:"市场监管局"`
	Division  string `json:"division" example:"610829"`    // 行政区划代码 (GB/T 2260), six digits
	Nature    string `json:"nature" enums:"1,2,3,9"`       // 实施主体性质 (GB/T 39046-2020 A.3)
	Summary   string `json:"summary"`                      // 职责
	Address   string `json:"address"`                      // where its office is
	Phone     string `json:"phone" example:"0912-0000031"` // with area code
}

// Kind is KindDepartment.
func (*Department) Kind() Kind { return KindDepartment }

// TableName is the name of the table.
func (*Department) TableName() string { return "departments" }

// Zone is a part of the hall (专区).
type Zone struct {
	Head
	Summary  string    `json:"summary"`
	Address  string    `json:"address"`
	Floor    string    `json:"floor" example:"一楼"`
	Location *Location `gorm:"serializer:json" json:"location" extensions:"x-nullable"`
}

// Kind is KindZone.
func (*Zone) Kind() Kind { return KindZone }

// TableName is the name of the table.
func (*Zone) TableName() string { return "zones" }

// Location is a point in GCJ-02, the coordinates that maps in China use.
type Location struct {
	Lng float64 `json:"lng" example:"110.73"`
	Lat float64 `json:"lat" example:"37.45"`
}

// Window is a window of the hall (窗口), where people are served.
type Window struct {
	Head
	Zone          string           `gorm:"column:zone_code" json:"zone"`       // code of its zone
	Departments   []string         `gorm:"serializer:json" json:"departments"` // codes of the departments that sit here
	Comprehensive bool             `json:"comprehensive"`                      // 综合窗口
	Hours         []Span           `gorm:"serializer:json" json:"hours"`       // weekly
	Exceptions    []HoursException `gorm:"serializer:json" json:"exceptions"`  // dated, they go before the weekly hours
	ClosedUntil   *Closure         `gorm:"serializer:json" json:"closedUntil" extensions:"x-nullable"`
	Phone         string           `json:"phone" example:"0912-0000101"`
}

// Kind is KindWindow.
func (*Window) Kind() Kind { return KindWindow }

// TableName is the name of the table.
func (*Window) TableName() string { return "windows" }

// Span is a time of opening on certain days of the week.
type Span struct {
	Days   []int  `json:"days" example:"1,2,3,4,5"` // 1 is Monday, 7 is Sunday
	Opens  string `json:"opens" example:"08:30"`
	Closes string `json:"closes" example:"12:00"`
}

// HoursException replaces the weekly hours of one day; no Spans means closed.
type HoursException struct {
	Date  Date      `json:"date" swaggertype:"string" format:"date"`
	Spans []DaySpan `json:"spans"`
	Note  string    `json:"note"`
}

// DaySpan is a time of opening on one day.
type DaySpan struct {
	Opens  string `json:"opens" example:"09:00"`
	Closes string `json:"closes" example:"12:00"`
}

// Closure says until when a window is closed, its last closed day, and why.
type Closure struct {
	Until  Date   `json:"until" swaggertype:"string" format:"date"`
	Reason string `json:"reason" example:"设备检修，请到相邻窗口办理"`
}
