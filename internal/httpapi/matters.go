package httpapi

import (
	"slices"

	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
)

// MatterPage is a page of matters, with the facets that were asked for.
type MatterPage struct {
	Page[snapshot.MatterItem]
	Facets map[string][]snapshot.Facet `json:"facets,omitempty"` // by the parameter's name; only when asked for
}

var listMattersParameters = slices.Concat(matterFilterParameters(), pagingParameters(), []string{"facets", "q"})

// listMatters lists matters.
//
//	@ID				listMatters
//	@Summary		事项列表
//	@Description	按条件筛选政务服务事项（业务办理项）。同一条件写多次表示“或”，不同条件之间是“并且”。
//	@Tags			事项
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
//	@Param			q			query	string		false	"搜索，和 /search 相同，最多取前100个，最合适的在前面"
//	@Param			facets		query	string		false	"要统计的条件，用逗号分开，例如 department,type"
//	@Param			page		query	int			false	"第几页"						minimum(1)	default(1)
//	@Param			pageSize	query	int			false	"每页几条"						minimum(1)	maximum(100)	default(20)
//	@Param			sort		query	string		false	"排序，前面加 - 表示倒序；不写时按部门和编码"	Enums(code,name,updatedAt,-code,-name,-updatedAt)
//	@Produce		json
//	@Success		200				{object}	MatterPage
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/matters [get]
func (a *API) listMatters(c echo.Context, view *snapshot.View) error {
	p := readParameters(c, listMattersParameters...)
	filter, at, facets, text := p.matterFilter(), p.paging(), p.facets(), p.text("q")
	if err := p.err(); err != nil {
		return err
	}
	found := view.Matching(catalog.KindMatter, filter, text)
	var counted map[string][]snapshot.Facet
	if len(facets) > 0 {
		counted = found.Facets(facets)
	}
	return sendPage(c, view, found, at, counted)
}

// matter shows a matter's guide.
//
//	@ID				getMatter
//	@Summary		办事指南
//	@Description	一个事项的全部要素：条件、材料、流程、时限、收费、结果、窗口等。旧编码会转到新编码；已取消的事项回答 410，并说明原因和替代的事项。
//	@Tags			事项
//	@Param			code	path	string	true	"事项编码"
//	@Produce		json
//	@Success		200						{object}	snapshot.MatterDocument
//	@Failure		400,404,410,429,500,503	{object}	problem.Problem
//	@Router			/matters/{code} [get]
func (a *API) matter(c echo.Context, view *snapshot.View) error {
	return one(c, view, catalog.KindMatter)
}
