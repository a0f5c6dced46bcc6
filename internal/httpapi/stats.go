package httpapi

import (
	"cmp"
	"slices"

	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
	"servicehall/internal/stats"
)

// Stats is the hall's figures, computed from the published catalogue.
type Stats struct {
	AsOf       *catalog.Time     `json:"asOf" swaggertype:"string" format:"date-time" extensions:"x-nullable"` // when the revision was published; null before the first
	Revision   int64             `json:"revision" example:"42"`
	Counts     Counts            `json:"counts"`
	Indicators []stats.Indicator `json:"indicators"`
}

// Counts counts what is published. With a filter, departments, zones, windows, bundles and scenes are those of
// the matters that fit.
type Counts struct {
	Matters      int          `json:"matters" example:"1733"` // 业务办理项, the leaves
	Departments  int          `json:"departments" example:"45"`
	Zones        int          `json:"zones" example:"8"`
	Windows      int          `json:"windows" example:"86"`
	Bundles      int          `json:"bundles" example:"204"`
	Scenes       int          `json:"scenes" example:"37"`
	EntryBatches []EntryBatch `json:"entryBatches"`
	Waiver       int          `json:"waiver"`
	Commitment   int          `json:"commitment"`
}

// EntryBatch counts the matters that moved into the hall together.
type EntryBatch struct {
	Batch       string `json:"batch" example:"大厅之外无审批"`
	Matters     int    `json:"matters" example:"115"`
	Departments int    `json:"departments" example:"14"`
}

// stats shows the figures.
//
//	@ID				getStats
//	@Summary		统计
//	@Description	从已发布的目录计算的数目和指标，筛选条件与事项列表相同。每个指标都带分子、分母、未参加计算的数目和定义。
//	@Tags			统计
//	@Param			department	query	[]string	false	"实施主体的编码"			collectionFormat(multi)
//	@Param			type		query	[]string	false	"事项类型"				collectionFormat(multi)	Enums(01,02,03,04,05,06,07,08,09,10,20)
//	@Param			audience	query	[]string	false	"服务对象"				collectionFormat(multi)	Enums(person,enterprise,institution,socialOrganization,unincorporated,government,other)
//	@Param			theme		query	[]string	false	"主题，例如 person-005"	collectionFormat(multi)
//	@Param			main		query	[]string	false	"主项编码"				collectionFormat(multi)
//	@Param			zone		query	[]string	false	"专区编码"				collectionFormat(multi)
//	@Param			window		query	[]string	false	"窗口编码"				collectionFormat(multi)
//	@Param			lifecycle	query	[]string	false	"所在一件事的生命周期"		collectionFormat(multi)	Enums(individual,enterprise,project)
//	@Param			scene		query	[]string	false	"所在一件事的场景编码"		collectionFormat(multi)
//	@Param			bundle		query	[]string	false	"所在一件事的编码"			collectionFormat(multi)
//	@Param			channel		query	[]string	false	"办理渠道"				collectionFormat(multi)	Enums(window,online,miniprogram,kiosk)
//	@Param			handling	query	[]string	false	"办件类型"				collectionFormat(multi)	Enums(immediate,promised)
//	@Param			waiver		query	[]string	false	"是否容缺受理"			collectionFormat(multi)	Enums(true,false)
//	@Param			commitment	query	[]string	false	"是否告知承诺"			collectionFormat(multi)	Enums(true,false)
//	@Param			maxVisits	query	int			false	"最多到现场几次"			minimum(0)				maximum(99)
//	@Param			entryBatch	query	[]string	false	"进驻批次"				collectionFormat(multi)
//	@Param			state		query	[]string	false	"状态，不写时为在用和暂停"		collectionFormat(multi)	Enums(active,suspended,cancelled)
//	@Param			q			query	string		false	"搜索，和 /search 相同，最多取前100个"
//	@Produce		json
//	@Success		200				{object}	Stats
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/stats [get]
func (a *API) stats(c echo.Context, view *snapshot.View) error {
	p := readParameters(c, append(matterFilterParameters(), "q")...)
	filter, text := p.matterFilter(), p.text("q")
	if err := p.err(); err != nil {
		return err
	}
	found := view.Matching(catalog.KindMatter, filter, text).All()
	matters := make([]*catalog.Matter, len(found))
	for i, e := range found {
		matters[i] = e.Record.(*catalog.Matter)
	}
	var asOf *catalog.Time
	if view.Revision.Number > 0 {
		asOf = &view.Revision.PublishedAt
	}
	filtered := text != "" || len(filter.Values) > 0 || filter.MaxVisits != nil
	return sendValue(c, Stats{
		AsOf: asOf, Revision: view.Revision.Number,
		Counts: count(view, found, filtered), Indicators: []stats.Indicator{stats.TimeReduction(matters)},
	})
}

func count(view *snapshot.View, found []*snapshot.Entry, filtered bool) Counts {
	departments, zones, windows, bundles, scenes := set{}, set{}, set{}, set{}, set{}
	batches := map[string]set{}
	out := Counts{Matters: len(found), EntryBatches: []EntryBatch{}}
	entered := map[string]int{}
	for _, e := range found {
		departments.add(view.Values(e, snapshot.ByDepartment)...)
		zones.add(view.Values(e, snapshot.ByZone)...)
		windows.add(view.Values(e, snapshot.ByWindow)...)
		bundles.add(view.Values(e, snapshot.ByBundle)...)
		scenes.add(view.Values(e, snapshot.ByScene)...)
		m := e.Record.(*catalog.Matter)
		if m.Entry != nil {
			if batches[m.Entry.Batch] == nil {
				batches[m.Entry.Batch] = set{}
			}
			batches[m.Entry.Batch].add(view.Values(e, snapshot.ByDepartment)...)
			entered[m.Entry.Batch]++
		}
		if m.Waiver {
			out.Waiver++
		}
		if m.Commitment != nil {
			out.Commitment++
		}
	}
	out.Departments, out.Zones, out.Windows, out.Bundles, out.Scenes = len(departments), len(zones), len(windows), len(bundles), len(scenes)
	if !filtered {
		count := func(kind catalog.Kind) int { return view.Find(kind, snapshot.Filter{}).Len() }
		out.Departments, out.Zones, out.Windows, out.Scenes = count(catalog.KindDepartment), count(catalog.KindZone), count(catalog.KindWindow), count(catalog.KindScene)
		out.Bundles = count(catalog.KindBundle)
	}
	for batch, members := range batches {
		out.EntryBatches = append(out.EntryBatches, EntryBatch{Batch: batch, Matters: entered[batch], Departments: len(members)})
	}
	slices.SortFunc(out.EntryBatches, func(a, b EntryBatch) int { return cmp.Compare(a.Batch, b.Batch) })
	return out
}

type set map[string]bool

func (s set) add(values ...string) {
	for _, v := range values {
		s[v] = true
	}
}

// Dictionaries holds every closed list.
type Dictionaries struct {
	Items    []catalog.Dictionary `json:"items"`
	Revision int64                `json:"revision" example:"42"`
}

// dictionaries shows the closed lists.
//
//	@ID				getDictionaries
//	@Summary		代码表
//	@Description	全部代码表：代码、中文名称和国家标准里的代码。
//	@Tags			统计
//	@Produce		json
//	@Success		200				{object}	Dictionaries
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/dictionaries [get]
func (a *API) dictionaries(c echo.Context, view *snapshot.View) error {
	if err := noParameters(c); err != nil {
		return err
	}
	return sendValue(c, Dictionaries{Items: catalog.Dictionaries(), Revision: view.Revision.Number})
}
