package tabular

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const saveAgain = "请用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”或 .xlsx 再导入"

// plainText is the text of a file as UTF-8: UTF-8 with or without BOM, UTF-16 with BOM, or GB18030. Nothing is
// replaced: a file with a single byte that does not fit is refused with its line, as a text editor counts lines.
func plainText(data []byte) (io.Reader, error) {
	if rest, ok := bytes.CutPrefix(data, []byte("\xEF\xBB\xBF")); ok {
		if !utf8.Valid(rest) {
			return nil, refusal("第 %d 行有不是 UTF-8 的字节；%s", lineOf(rest, invalidAt(rest)), saveAgain)
		}
		return bytes.NewReader(rest), nil
	}
	if rest, ok := bytes.CutPrefix(data, []byte("\xFF\xFE")); ok {
		return wideText(rest, binary.LittleEndian, utf.LittleEndian)
	}
	if rest, ok := bytes.CutPrefix(data, []byte("\xFE\xFF")); ok {
		return wideText(rest, binary.BigEndian, utf.BigEndian)
	}
	if head := data[:min(len(data), 4096)]; bytes.Count(head, []byte{0})*4 > len(head) {
		return nil, refusal("文件像是没有 BOM 标记的 UTF-16，或者不是文本；%s", saveAgain)
	}
	if utf8.Valid(data) {
		return bytes.NewReader(data), nil
	}
	return nationalText(data)
}

// wideText checks UTF-16, because the decoder puts U+FFFD for a lone half of a pair and says nothing.
func wideText(data []byte, order binary.ByteOrder, endian utf.Endianness) (io.Reader, error) {
	if len(data)%2 != 0 {
		return nil, refusal("文件是 UTF-16，但最后一个字不完整，可能没有传完；请重新保存或上传")
	}
	line := 1
	for i := 0; i < len(data); i += 2 {
		u := rune(order.Uint16(data[i:]))
		if u == '\n' {
			line++
		}
		if !utf16.IsSurrogate(u) {
			continue
		}
		if i += 2; i >= len(data) || utf16.DecodeRune(u, rune(order.Uint16(data[i:]))) == unicode.ReplacementChar {
			return nil, refusal("第 %d 行有不完整的 UTF-16 字符；%s", line, saveAgain)
		}
	}
	return transform.NewReader(bytes.NewReader(data), utf.UTF16(endian, utf.IgnoreBOM).NewDecoder()), nil
}

// nationalText takes GB18030. Nearly any bytes can be read as some rare characters of it, so what is plausible
// Chinese is asked too.
func nationalText(data []byte) (io.Reader, error) {
	bad := invalidAt(data)
	if line := lineInUTF8(data); line > 0 {
		return nil, refusal("文件里混有两种编码：第 %d 行是 UTF-8，第 %d 行不是；%s", line, lineOf(data, bad), saveAgain)
	}
	decoded := func() io.Reader {
		return transform.NewReader(bytes.NewReader(data), simplifiedchinese.GB18030.NewDecoder())
	}
	if line := replacedLine(decoded()); line > 0 {
		return nil, refusal("第 %d 行既不是 UTF-8 也不是 GB18030 编码；%s", line, saveAgain)
	}
	if !plausibleChinese(data) {
		return nil, refusal("看不出文件用的是什么编码（不是 UTF-8，也不像 GB18030）；%s", saveAgain)
	}
	return decoded(), nil
}

// invalidAt is where the first byte stands that is not UTF-8.
func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

func lineOf(data []byte, at int) int { return bytes.Count(data[:at], []byte("\n")) + 1 }

// lineInUTF8 is the first line that is Chinese in UTF-8 beyond doubt, or 0. A few characters of GB18030 may be valid
// UTF-8 by chance (联通 is the famous case), but not four Han characters and nothing else.
func lineInUTF8(data []byte) int {
	for n := 1; len(data) > 0; n++ {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		if utf8.Valid(line) {
			han := 0
			for _, r := range string(line) {
				if r >= 0x4E00 && r <= 0x9FFF {
					han++
				}
			}
			if han >= 4 {
				return n
			}
		}
		data = rest
	}
	return 0
}

// replacedLine is the line of the first character that could not be decoded, or 0.
func replacedLine(r io.Reader) int {
	line := 1
	for in := bufio.NewReader(r); ; {
		c, _, err := in.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			return 0
		case err != nil || c == unicode.ReplacementChar:
			return line
		case c == '\n':
			line++
		}
	}
}

// plausibleChinese tells whether four of five characters that are not ASCII lie where GB 2312 has the usual
// characters. Big5, Shift JIS and Latin texts do not.
func plausibleChinese(data []byte) bool {
	usual, all := 0, 0
	for i := 0; i < len(data); i++ {
		lead := data[i]
		if lead < 0x80 || i+1 == len(data) {
			continue
		}
		all++
		i++
		switch trail := data[i]; {
		case trail >= '0' && trail <= '9':
			i += 2
		case trail >= 0xA1 && (lead >= 0xA1 && lead <= 0xA9 || lead >= 0xB0 && lead <= 0xF7):
			usual++
		}
	}
	return usual*5 >= all*4
}
