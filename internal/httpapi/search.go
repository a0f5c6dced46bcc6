package httpapi

import (
	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/search"
	"servicehall/internal/snapshot"
)

// longestText is how much of a question is read, in characters.
const longestText = 1_000

// Search is a ranked list of matters and bundles.
type Search struct {
	Items      []SearchItem `json:"items"`
	Total      int          `json:"total"`
	DidYouMean string       `json:"didYouMean" example:"公积金"` // the likely wording where the query had to be corrected
	Revision   int64        `json:"revision" example:"42"`
}

// SearchItem is a matter or a bundle that was found.
type SearchItem struct {
	Kind       catalog.Kind   `json:"kind" enums:"matter,bundle"`
	Code       string         `json:"code"`
	Name       string         `json:"name"`
	Department snapshot.Ref   `json:"department"`
	State      catalog.State  `json:"state"`
	Score      float64        `json:"score" example:"0.87"` // 0 to 1, comparable within one answer
	Highlights []search.Range `json:"highlights"`           // parts of the name, in characters, that answer the query
}

// search finds matters and bundles.
//
//	@ID				search
//	@Summary		搜索
//	@Description	按群众的说法找事项和一件事：正式名称、口语、简称、全拼、首字母、错别字、整句话、繁体和全角都可以。已取消的搜不到；只对事项有意义的筛选条件（例如事项类型）会把一件事排除在外。
//	@Tags			搜索
//	@Param			q			query	string		true	"想办的事，最多1000个字"
//	@Param			limit		query	int			false	"最多几条"				minimum(1)				maximum(100)	default(20)
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
//	@Produce		json
//	@Success		200				{object}	Search
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/search [get]
func (a *API) search(c echo.Context, view *snapshot.View) error {
	p := readParameters(c, searchParameters...)
	text, limit, filter := p.text("q"), p.integer("limit", defaultPageSize, 1, maxPageSize), p.matterFilter()
	if text == "" {
		p.fault("q", "required", "请写明要找什么，例如 q=身份证")
	}
	if err := p.err(); err != nil {
		return err
	}
	filters := map[catalog.Kind]snapshot.Filter{catalog.KindMatter: filter}
	if filter.Only(snapshot.BundleDimensions()) {
		filters[catalog.KindBundle] = filter
	}
	found := view.Search(text, limit, filters)
	if found.Total == 0 {
		a.missed(text)
	}
	out := Search{Items: make([]SearchItem, len(found.Hits)), Total: found.Total, DidYouMean: found.DidYouMean, Revision: view.Revision.Number}
	for i, hit := range found.Hits {
		e := found.Entries[i]
		out.Items[i] = SearchItem{Kind: hit.Kind, Code: hit.Code, Name: hit.Name, Department: view.Lead(e), State: e.Record.Base().State, Score: hit.Score, Highlights: hit.Highlights}
		if hit.Highlights == nil {
			out.Items[i].Highlights = []search.Range{}
		}
	}
	return sendValue(c, out)
}

var searchParameters = append([]string{"q", "limit"}, matterFilterParameters()...)

// Suggestions complete what is being typed.
type Suggestions struct {
	Items    []string `json:"items" example:"身份证"`
	Revision int64    `json:"revision" example:"42"`
}

// suggest completes what is being typed.
//
//	@ID				suggest
//	@Summary		联想
//	@Description	边输入边补全，最多10条：汉字、全拼和首字母都可以。
//	@Tags			搜索
//	@Param			q	query	string	true	"已经输入的文字，最多1000个字"
//	@Produce		json
//	@Success		200				{object}	Suggestions
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/suggest [get]
func (a *API) suggest(c echo.Context, view *snapshot.View) error {
	p := readParameters(c, "q")
	text := p.text("q")
	if err := p.err(); err != nil {
		return err
	}
	const most = 10
	return sendValue(c, Suggestions{Items: view.Suggest(text, most), Revision: view.Revision.Number})
}

// text reads what somebody typed; any text will do but a very long one.
func (p *parameters) text(name string) string {
	s, _ := p.single(name)
	if len([]rune(s)) > longestText {
		p.fault(name, "length", "%s 最多%d个字，请写短一些", name, longestText)
	}
	return s
}
