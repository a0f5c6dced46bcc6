package httpapi

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
)

// Guides holds several guides at once.
type Guides struct {
	Items    []snapshot.MatterDocument `json:"items"` // in the order in which they were asked for
	Gone     []snapshot.Deletion       `json:"gone"`
	Unknown  []string                  `json:"unknown"` // codes that nothing has or had
	Revision int64                     `json:"revision" example:"42"`
}

// guides shows several guides.
//
//	@ID				getGuides
//	@Summary		多个办事指南
//	@Description	一次取最多100个事项的办事指南，按询问的顺序回答；已取消的在 gone 里，没有的在 unknown 里。
//	@Tags			事项
//	@Param			code	query	[]string	true	"事项编码"	collectionFormat(multi)
//	@Produce		json
//	@Success		200				{object}	Guides
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/guides [get]
func (a *API) guides(c echo.Context, view *snapshot.View) error {
	p := readParameters(c, "code")
	codes := p.values["code"]
	if len(codes) == 0 || slices.Contains(codes, "") {
		p.fault("code", "required", "请写明要哪些事项，例如 code=编码一&code=编码二")
	}
	if err := p.err(); err != nil {
		return err
	}
	found, gone, unknown := view.Guides(codes)
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	writeItems(b, found, func(e *snapshot.Entry) []byte { return view.Document(e).JSON })
	b.WriteString(`,"gone":`)
	b.Write(snapshot.Encode(gone))
	b.WriteString(`,"unknown":`)
	b.Write(snapshot.Encode(unknown))
	b.WriteString(`,"revision":` + view.Number() + `}`)
	return send(c, snapshot.NewAnswer(b.Bytes()))
}

// HeaderSnapshotSum is the header with the hash of the snapshot's uncompressed bytes.
const HeaderSnapshotSum = "X-Snapshot-SHA256"

// Snapshot is the whole catalogue.
type Snapshot struct {
	Epoch       string                        `json:"epoch"`
	Revision    int64                         `json:"revision" example:"42"`
	Departments []snapshot.DepartmentDocument `json:"departments"`
	Zones       []snapshot.ZoneDocument       `json:"zones"`
	Windows     []snapshot.WindowDocument     `json:"windows"`
	Scenes      []snapshot.SceneDocument      `json:"scenes"`
	Matters     []snapshot.MatterDocument     `json:"matters"`
	Bundles     []snapshot.BundleDocument     `json:"bundles"`
	Calendar    []catalog.CalendarDay         `json:"calendar"`
	Thesaurus   []catalog.ThesaurusEntry      `json:"thesaurus"`
}

// snapshot shows the whole catalogue.
//
//	@ID				getSnapshot
//	@Summary		全部目录
//	@Description	整个已发布的目录，各类记录按编码排列。要保存一份副本的，先取它，再用 /changes 跟进。
//	@Tags			同步
//	@Produce		json
//	@Success		200				{object}	Snapshot
//	@Header			200				{string}	X-Snapshot-SHA256	"未压缩内容的 SHA-256，十六进制"
//	@Failure		400,429,500,503	{object}	problem.Problem
//	@Router			/snapshot [get]
func (a *API) snapshot(c echo.Context, view *snapshot.View) error {
	if err := noParameters(c); err != nil {
		return err
	}
	whole, packed := view.Snapshot(), wantsGzip(c.Request())
	h := c.Response().Header()
	h.Set(HeaderSnapshotSum, whole.SHA256)
	tag, packedTag := snapshot.Tags(whole.SHA256[:24])
	if packed {
		tag = packedTag
	}
	if represent(c, tag, packed) {
		return c.NoContent(http.StatusNotModified)
	}
	mayTake(c, slowDownload)
	size := whole.Size
	if packed {
		size = int64(len(whole.Gzip))
	}
	h.Set(echo.HeaderContentLength, strconv.FormatInt(size, 10))
	if packed || c.Request().Method == http.MethodHead {
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, whole.Gzip)
	}
	h.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	c.Response().WriteHeader(http.StatusOK)
	_, err := whole.WriteTo(c.Response())
	return err
}

// Times for those who follow the catalogue.
const (
	longestWait  = 60               // seconds that a follower may wait for a change
	slowDownload = 10 * time.Minute // a whole catalogue over a bad line
)

// mayTake gives the answer more time than others have. A test's recorder has no deadline to set.
func mayTake(c echo.Context, long time.Duration) {
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(long))
}

// Changes takes a copy of the catalogue from one revision to another.
type Changes struct {
	Epoch   string              `json:"epoch"`
	From    int64               `json:"from" example:"41"`
	To      int64               `json:"to" example:"42"`
	More    bool                `json:"more"` // to is below the present revision
	Upserts []Upsert            `json:"upserts"`
	Deletes []snapshot.Deletion `json:"deletes"`
}

// Upsert is a document that is new or changed.
type Upsert struct {
	Kind     catalog.Kind   `json:"kind" example:"matter"`
	Code     string         `json:"code"`
	Document map[string]any `json:"document"` // as in the snapshot
}

// changes shows what changed.
//
//	@ID				getChanges
//	@Summary		目录的变化
//	@Description	从某个版本到当前版本的变化。把 upserts 和 deletes 用到那个版本的副本上，就得到 to 版本的目录。没有变化时最多等待 wait 秒。回答 410 的，请重新取 /snapshot。
//	@Tags			同步
//	@Param			since	query	int		true	"副本的版本"		minimum(0)
//	@Param			epoch	query	string	true	"副本的 epoch"
//	@Param			wait	query	int		false	"没有变化时等待几秒"	minimum(0)	maximum(60)	default(0)
//	@Produce		json
//	@Success		200					{object}	Changes
//	@Failure		400,410,429,500,503	{object}	problem.Problem
//	@Router			/changes [get]
func (a *API) changes(c echo.Context, view *snapshot.View) error {
	p := readParameters(c, "since", "epoch", "wait")
	since, epoch, wait := p.revision("since"), p.required("epoch"), p.integer("wait", 0, 0, longestWait)
	if err := p.err(); err != nil {
		return err
	}
	if wait > 0 && since == view.Revision.Number && epoch == view.Revision.Epoch {
		mayTake(c, time.Duration(wait)*time.Second+slowDownload)
		if view = a.next(c, view, time.Duration(wait)*time.Second); view == nil {
			return c.Request().Context().Err() // the client has gone
		}
		a.stand(c, view)
	}
	answer, err := view.Changes(since, epoch)
	if err != nil {
		return err
	}
	return send(c, answer)
}

// next waits for the view that follows and returns the one that is current then, or nil when the client went away.
func (a *API) next(c echo.Context, view *snapshot.View, most time.Duration) *snapshot.View {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-view.Superseded():
	case <-timer.C:
	case <-a.draining:
	case <-c.Request().Context().Done():
		return nil
	}
	return a.live.Current()
}

// revision reads a parameter that must be there and be a revision.
func (p *parameters) revision(name string) int64 {
	s := p.required(name)
	n, err := strconv.ParseInt(s, 10, 64)
	if s != "" && (err != nil || s[0] < '0' || s[0] > '9') { // neither + nor -
		p.fault(name, "range", "%s 是 0 或者更大的整数，收到的是%s", name, quote(s))
	}
	return n
}

// required reads a parameter that must be there.
func (p *parameters) required(name string) string {
	s, _ := p.single(name)
	if s == "" {
		p.fault(name, "required", "缺少参数 %s", name)
	}
	return s
}
