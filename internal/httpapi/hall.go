package httpapi

import (
	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
)

// listOf answers with a page of the records of a kind that fit the filters of the dimensions.
func listOf(c echo.Context, view *snapshot.View, kind catalog.Kind, by ...snapshot.Dimension) error {
	p := readParameters(c, append(pagingParameters(), dimensionNames(by)...)...)
	filter, at := p.filter(by), p.paging()
	if err := p.err(); err != nil {
		return err
	}
	return sendPage(c, view, view.Find(kind, filter), at, nil)
}

// listDepartments lists departments.
//
//	@ID			listDepartments
//	@Summary	部门列表
//	@Tags		大厅
//	@Param		page		query	int		false	"第几页"					minimum(1)	default(1)
//	@Param		pageSize	query	int		false	"每页几条"					minimum(1)	maximum(100)	default(20)
//	@Param		sort		query	string	false	"排序，前面加 - 表示倒序；不写时按编码"	Enums(code,name,updatedAt,-code,-name,-updatedAt)
//	@Produce	json
//	@Success	200				{object}	Page[snapshot.DepartmentDocument]
//	@Failure	400,429,500,503	{object}	problem.Problem
//	@Router		/departments [get]
func (a *API) listDepartments(c echo.Context, view *snapshot.View) error {
	return listOf(c, view, catalog.KindDepartment)
}

// department shows a department.
//
//	@ID			getDepartment
//	@Summary	部门
//	@Tags		大厅
//	@Param		code	path	string	true	"部门编码"
//	@Produce	json
//	@Success	200						{object}	snapshot.DepartmentDocument
//	@Failure	400,404,410,429,500,503	{object}	problem.Problem
//	@Router		/departments/{code} [get]
func (a *API) department(c echo.Context, view *snapshot.View) error {
	return one(c, view, catalog.KindDepartment)
}

// listZones lists zones.
//
//	@ID			listZones
//	@Summary	专区列表
//	@Tags		大厅
//	@Param		page		query	int		false	"第几页"					minimum(1)	default(1)
//	@Param		pageSize	query	int		false	"每页几条"					minimum(1)	maximum(100)	default(20)
//	@Param		sort		query	string	false	"排序，前面加 - 表示倒序；不写时按编码"	Enums(code,name,updatedAt,-code,-name,-updatedAt)
//	@Produce	json
//	@Success	200				{object}	Page[snapshot.ZoneDocument]
//	@Failure	400,429,500,503	{object}	problem.Problem
//	@Router		/zones [get]
func (a *API) listZones(c echo.Context, view *snapshot.View) error {
	return listOf(c, view, catalog.KindZone)
}

// zone shows a zone.
//
//	@ID			getZone
//	@Summary	专区
//	@Tags		大厅
//	@Param		code	path	string	true	"专区编码"
//	@Produce	json
//	@Success	200						{object}	snapshot.ZoneDocument
//	@Failure	400,404,410,429,500,503	{object}	problem.Problem
//	@Router		/zones/{code} [get]
func (a *API) zone(c echo.Context, view *snapshot.View) error {
	return one(c, view, catalog.KindZone)
}

// listWindows lists windows.
//
//	@ID				listWindows
//	@Summary		窗口列表
//	@Description	窗口的专区、办公时间（每周的时段和特定日期）、暂停到哪天、电话和办理的事项。
//	@Tags			大厅
//	@Param			zone		query	[]string	false	"专区编码"					collectionFormat(multi)
//	@Param			department	query	[]string	false	"进驻部门的编码"				collectionFormat(multi)
//	@Param			page		query	int			false	"第几页"					minimum(1)	default(1)
//	@Param			pageSize	query	int			false	"每页几条"					minimum(1)	maximum(100)	default(20)
//	@Param			sort		query	string		false	"排序，前面加 - 表示倒序；不写时按编码"	Enums(code,name,updatedAt,-code,-name,-updatedAt)
//	@Produce		json
//	@Success		200				{object}	Page[snapshot.WindowDocument]
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/windows [get]
func (a *API) listWindows(c echo.Context, view *snapshot.View) error {
	return listOf(c, view, catalog.KindWindow, snapshot.ByZone, snapshot.ByDepartment)
}

// window shows a window.
//
//	@ID			getWindow
//	@Summary	窗口
//	@Tags		大厅
//	@Param		code	path	string	true	"窗口编码"
//	@Produce	json
//	@Success	200						{object}	snapshot.WindowDocument
//	@Failure	400,404,410,429,500,503	{object}	problem.Problem
//	@Router		/windows/{code} [get]
func (a *API) window(c echo.Context, view *snapshot.View) error {
	return one(c, view, catalog.KindWindow)
}

// listScenes lists scenes.
//
//	@ID			listScenes
//	@Summary	场景列表
//	@Tags		一件事
//	@Param		lifecycle	query	[]string	false	"生命周期"					collectionFormat(multi)	Enums(individual,enterprise,project)
//	@Param		page		query	int			false	"第几页"					minimum(1)				default(1)
//	@Param		pageSize	query	int			false	"每页几条"					minimum(1)				maximum(100)	default(20)
//	@Param		sort		query	string		false	"排序，前面加 - 表示倒序；不写时按编码"	Enums(code,name,updatedAt,-code,-name,-updatedAt)
//	@Produce	json
//	@Success	200				{object}	Page[snapshot.SceneDocument]
//	@Failure	400,429,500,503	{object}	problem.Problem
//	@Router		/scenes [get]
func (a *API) listScenes(c echo.Context, view *snapshot.View) error {
	return listOf(c, view, catalog.KindScene, snapshot.ByLifecycle)
}

// scene shows a scene.
//
//	@ID			getScene
//	@Summary	场景
//	@Tags		一件事
//	@Param		code	path	string	true	"场景编码"
//	@Produce	json
//	@Success	200						{object}	snapshot.SceneDocument
//	@Failure	400,404,410,429,500,503	{object}	problem.Problem
//	@Router		/scenes/{code} [get]
func (a *API) scene(c echo.Context, view *snapshot.View) error {
	return one(c, view, catalog.KindScene)
}
