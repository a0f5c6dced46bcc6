package tabular

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"path"
	"strconv"
	"strings"
)

const (
	maxEntries = 10_000 // parts of a workbook
	maxRatio   = 100    // of a part's size to its compressed size, as Apache POI has it
	smallPart  = 4 << 20
)

const repair = "请用 Excel 打开（能修复就修复），另存为新的 .xlsx 再导入"

// workbook is an .xlsx file while it is read. Its sheets are read as streams from the zip itself: excelize's row
// iterator gives texts only, so that a number cannot be told from a text nor a result from an input, it takes a
// sheet that breaks off for one that ends, and its other functions hold a whole sheet in memory as structures.
type workbook struct {
	in       *intake
	parts    map[string]*zip.File // by name in lower case
	left     *allowance
	strings  []string
	tooLong  map[int]bool // of strings
	shapes   []shape      // of cell formats
	from1904 bool
}

func (in *intake) readWorkbook(data []byte) error {
	w := &workbook{in: in, left: &allowance{tokens: maxTokens, bytes: in.limits.Unzipped}, tooLong: map[int]bool{}}
	if err := w.open(data); err != nil {
		return err
	}
	sheets, err := w.readIndex()
	if err != nil {
		return err
	}
	w.noteParts()
	for _, s := range sheets {
		if err := w.addSheet(s); err != nil {
			return err
		}
	}
	if len(in.book.Sheets) == 0 {
		return refusal("工作簿里没有任何内容；请检查是否选对了文件")
	}
	return nil
}

// open reads the directory of the zip and refuses what would unpack to too much, before anything is unpacked.
func (w *workbook) open(data []byte) error {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxEntries {
		return refusal("文件里的部件太多，不是正常的工作簿；%s", repair)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return refusal("文件不完整或已损坏，可能没有传完；请重新上传，仍不行时%s", repair)
	}
	w.parts = make(map[string]*zip.File, len(z.File))
	var sum uint64
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return refusal("文件加了密码，无法读取；请去掉密码后再导入")
		}
		if sum += f.UncompressedSize64; sum > uint64(w.in.limits.Unzipped) || f.UncompressedSize64 > uint64(w.in.limits.Unzipped) {
			return refusal("工作簿解压后超过 %s 的上限；请删去多余的工作表和空行空列，或拆成几个文件", megabytes(w.in.limits.Unzipped))
		}
		if f.UncompressedSize64 > smallPart && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return refusal("工作簿里的部件“%s”压缩比异常，像是压缩炸弹；%s", excerpt(f.Name), repair)
		}
		name := partName(f.Name)
		if w.parts[name] != nil {
			return refusal("文件里有两个同名的部件“%s”，已损坏；%s", excerpt(f.Name), repair)
		}
		w.parts[name] = f
	}
	if w.parts["xl/workbook.xml"] == nil {
		return w.refuseOther()
	}
	return nil
}

func partName(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, "\\", "/")), "/")
}

// refuseOther says what a zip without a workbook is.
func (w *workbook) refuseOther() error {
	switch {
	case w.parts["xl/workbook.bin"] != nil:
		return refusal("内容是二进制工作簿（.xlsb）；请用 Excel 另存为“Excel 工作簿（.xlsx）”再导入")
	case w.parts["word/document.xml"] != nil:
		return refusal("内容是 Word 文档，不是工作簿；请选对文件")
	case w.parts["ppt/presentation.xml"] != nil:
		return refusal("内容是演示文稿，不是工作簿；请选对文件")
	case w.parts["content.xml"] != nil:
		return refusal("内容是 OpenDocument 表格（.ods）；请另存为“Excel 工作簿（.xlsx）”再导入")
	}
	return refusal("内容是普通压缩包，不是 Excel 工作簿；请先解压，再导入里面的 .xlsx 文件")
}

// noteParts names what is in the file and is not read.
func (w *workbook) noteParts() {
	for _, what := range []struct{ start, note string }{
		{"xl/vbaproject", "文件带有宏：没有运行，也没有读取。"},
		{"xl/macrosheets/", "文件带有宏表：没有运行，也没有读取。"},
		{"xl/externallinks/", "文件引用了别的工作簿：没有去取，引用处按上次保存的结果读取。"},
		{"xl/charts/", "图表没有读取。"},
		{"xl/media/", "图片没有读取。"},
		{"xl/embeddings/", "嵌入的对象没有读取。"},
	} {
		for name := range w.parts {
			if strings.HasPrefix(name, what.start) {
				w.in.note("%s", what.note)
				break
			}
		}
	}
}

// read gives a part to a reader of its own, and turns what goes wrong into a sentence. label is what a person would
// call the part.
func (w *workbook) read(f *zip.File, label string, with func(*xmlPart) error) error {
	r, err := f.Open()
	if err != nil {
		return refusal("%s已损坏，读不出来；%s", label, repair)
	}
	defer r.Close()
	p := newXMLPart(r, w.left)
	err = with(p)
	var unreadable *Unreadable
	switch {
	case err == nil, errors.As(err, &unreadable):
		return err
	case errors.Is(err, errMarkup):
		return refusal("%s的内容异常庞大：空的单元格、格式或层次太多；请用 Excel 打开，删去多余的空行、空列和格式，另存为新的 .xlsx 再导入", label)
	case errors.Is(err, errDocument):
		return refusal("%s含有不允许的定义（DOCTYPE），不是 Excel 保存的；%s", label, repair)
	}
	line, _ := p.dec.InputPos()
	return refusal("%s已损坏，读到第 %d 字节（第 %d 行）处中断；%s", label, p.dec.InputOffset(), line, repair)
}

// optional reads a part that need not be there.
func (w *workbook) optional(name, label string, with func(*xmlPart) error) error {
	if f := w.parts[name]; f != nil {
		return w.read(f, label, with)
	}
	return nil
}

// sheetEntry is a line of the workbook's list of sheets.
type sheetEntry struct {
	name   string
	part   string
	hidden bool
	chart  bool
}

type relation struct{ kind, target string }

// readIndex reads what stands above the sheets: their list, the shared texts and the formats.
func (w *workbook) readIndex() ([]sheetEntry, error) {
	relations, err := w.readRelations()
	if err != nil {
		return nil, err
	}
	var sheets []sheetEntry
	err = w.read(w.parts["xl/workbook.xml"], "工作簿的目录", func(p *xmlPart) error {
		return p.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "workbookPr":
				w.from1904 = isTrue(attribute(e, "date1904"))
			case "sheet":
				r := relations[attribute(e, "id")]
				state := attribute(e, "state")
				sheets = append(sheets, sheetEntry{
					name: unescaped(attribute(e, "name")), part: r.target, chart: r.kind != "" && r.kind != "worksheet",
					hidden: state == "hidden" || state == "veryHidden",
				})
				if len(sheets) > w.in.limits.Sheets {
					return refusal("工作表超过 %d 张；请拆成几个文件分别导入", w.in.limits.Sheets)
				}
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	if err := w.readStrings(relations); err != nil {
		return nil, err
	}
	return sheets, w.readFormats(relations)
}

func isTrue(s string) bool { return s == "1" || s == "true" }

func (w *workbook) readRelations() (map[string]relation, error) {
	relations := map[string]relation{}
	err := w.optional("xl/_rels/workbook.xml.rels", "工作簿的目录", func(p *xmlPart) error {
		return p.each(func(e xml.StartElement) error {
			if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
				return nil
			}
			target := strings.ReplaceAll(attribute(e, "Target"), "\\", "/")
			if !strings.HasPrefix(target, "/") {
				target = "xl/" + target
			}
			relations[attribute(e, "Id")] = relation{path.Base(attribute(e, "Type")), partName(path.Clean(target))}
			return nil
		})
	})
	return relations, err
}

// partOf is the name of the one part of a kind, or where it usually lies.
func partOf(relations map[string]relation, kind, usual string) string {
	for _, r := range relations {
		if r.kind == kind {
			return r.target
		}
	}
	return usual
}

// readStrings reads the texts that cells name by number.
func (w *workbook) readStrings(relations map[string]relation) error {
	var b []byte
	return w.optional(partOf(relations, "sharedStrings", "xl/sharedstrings.xml"), "工作簿的文字表", func(p *xmlPart) error {
		return p.each(func(e xml.StartElement) error {
			if e.Name.Local != "si" {
				return nil
			}
			text, ok, err := w.readText(p, &b)
			if err != nil {
				return err
			}
			if !ok {
				w.tooLong[len(w.strings)] = true
			}
			if len(w.strings) >= w.in.limits.Cells {
				return refusal("文字太多：不同的文字超过 %d 条；请拆成几个文件分别导入", w.in.limits.Cells)
			}
			w.strings = append(w.strings, text)
			return w.in.takeText(len(text))
		})
	})
}

// readText reads a text with its runs joined and without its phonetic guides; not ok when it is too long.
func (w *workbook) readText(p *xmlPart, b *[]byte) (text string, ok bool, err error) {
	const longestEscape = len("_x000D_")
	*b, ok, err = p.content((*b)[:0], longestEscape*w.in.limits.XLSXCell, true)
	if err != nil || !ok {
		return "", ok, err
	}
	text = unescaped(string(*b))
	if len(text) > w.in.limits.XLSXCell && len([]rune(text)) > w.in.limits.XLSXCell {
		return "", false, nil
	}
	return text, true, nil
}

// readFormats reads which cell formats show a number as a date.
func (w *workbook) readFormats(relations map[string]relation) error {
	spelled := map[int]shape{}
	inCells := false
	return w.optional(partOf(relations, "styles", "xl/styles.xml"), "工作簿的格式表", func(p *xmlPart) error {
		return p.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "numFmt":
				if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && !inCells {
					spelled[id] = formatShape(attribute(e, "formatCode"))
				}
			case "cellXfs":
				inCells = true
			case "cellStyles", "dxfs":
				inCells = false
			case "xf":
				if !inCells {
					return nil
				}
				id, _ := strconv.Atoi(attribute(e, "numFmtId"))
				s, ok := spelled[id]
				if !ok {
					s = builtinShape(id)
				}
				w.shapes = append(w.shapes, s)
			}
			return nil
		})
	})
}
