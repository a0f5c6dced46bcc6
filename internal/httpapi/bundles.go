package httpapi

import (
	"slices"

	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
)

// listBundles lists bundles.
//
//	@ID				listBundles
//	@Summary		一件事列表
//	@Description	“一件事一次办”的列表，可以按生命周期、场景和部门（牵头或者配合）筛选。
//	@Tags			一件事
//	@Param			department	query	[]string	false	"牵头或者配合部门的编码"				collectionFormat(multi)
//	@Param			lifecycle	query	[]string	false	"生命周期"						collectionFormat(multi)	Enums(individual,enterprise,project)
//	@Param			scene		query	[]string	false	"场景编码"						collectionFormat(multi)
//	@Param			state		query	[]string	false	"状态，不写时为在用和暂停"				collectionFormat(multi)	Enums(active,suspended,cancelled)
//	@Param			q			query	string		false	"搜索，和 /search 相同，最多取前100个，最合适的在前面"
//	@Param			page		query	int			false	"第几页"						minimum(1)				default(1)
//	@Param			pageSize	query	int			false	"每页几条"						minimum(1)				maximum(100)	default(20)
//	@Param			sort		query	string		false	"排序，前面加 - 表示倒序；不写时按牵头部门和编码"	Enums(code,name,updatedAt,-code,-name,-updatedAt)
//	@Produce		json
//	@Success		200				{object}	Page[snapshot.BundleItem]
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/bundles [get]
func (a *API) listBundles(c echo.Context, view *snapshot.View) error {
	p := readParameters(c, slices.Concat(dimensionNames(snapshot.BundleDimensions()), pagingParameters(), []string{"q"})...)
	filter, at, text := p.filter(snapshot.BundleDimensions()), p.paging(), p.text("q")
	if err := p.err(); err != nil {
		return err
	}
	return sendPage(c, view, view.Matching(catalog.KindBundle, filter, text), at, nil)
}

// bundle shows a bundle.
//
//	@ID				getBundle
//	@Summary		一件事
//	@Description	一件事的牵头和配合部门、成员（目录里的事项或者外部服务）、情形、时限、窗口和渠道。
//	@Tags			一件事
//	@Param			code	path	string	true	"一件事编码"
//	@Produce		json
//	@Success		200						{object}	snapshot.BundleDocument
//	@Failure		400,404,410,429,500,503	{object}	problem.Problem
//	@Router			/bundles/{code} [get]
func (a *API) bundle(c echo.Context, view *snapshot.View) error {
	return one(c, view, catalog.KindBundle)
}
