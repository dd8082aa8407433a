package jsonscan

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
)

// Locate fills in the pointers of faults, which come in the order of their
// offsets, in one walk over data. What comes before the last offset has been
// scanned.
func Locate(data []byte, faults []Error) {
	path := []step{{reading: true}} // the first is around the text
	i := 0
	for k := range faults {
		f := &faults[k]
		for i < f.Offset {
			p := &path[len(path)-1]
			switch c := data[i]; c {
			case ' ', '\n', '\r', '\t':
			case ':':
				p.reading = true
			case ',':
				p.index++
				p.reading = p.array
			case '{', '[':
				path = append(path, step{array: c == '[', reading: c == '['})
			case '}', ']':
				path = path[:len(path)-1]
				path[len(path)-1].reading = false
			default:
				end, g := (&Scanner{data: data}).ConsumeValue(i, 0)
				if g&Failed != 0 || end > f.Offset { // the fault is inside
					i = f.Offset
					continue
				}
				if !p.reading {
					p.name = data[i+1 : end-1]
				}
				p.reading = false
				i = end
				continue
			}
			i++
		}
		f.Pointer = pointer(data, path[1:], f)
	}
}

// step is one open container on the way to a fault.
type step struct {
	array   bool
	reading bool   // the value of the present member or element
	name    []byte // of the present member, as text
	index   int    // of the present element
}

func pointer(data []byte, path []step, f *Error) string {
	var b []byte
	for _, p := range path {
		switch {
		case !p.reading:
		case p.array:
			b = strconv.AppendInt(append(b, '/'), int64(p.index), 10)
		default:
			b = AppendToken(b, p.name)
		}
	}
	if f.Err == ErrDuplicateName {
		end, _ := ConsumeString(data, f.Offset)
		b = AppendToken(b, data[f.Offset+1:end-1])
	}
	return string(b)
}

// AppendToken appends to a JSON pointer (RFC 6901) the token for the member
// whose name has the given text.
func AppendToken(pointer, text []byte) []byte {
	from := len(pointer) + len("/")
	pointer = AppendUnescaped(append(pointer, '/'), text)
	if name := pointer[from:]; bytes.ContainsAny(name, "~/") {
		pointer = append(pointer[:from], EscapeToken(string(name))...)
	}
	return pointer
}

// EscapeToken returns the token of a JSON pointer for a name.
func EscapeToken(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// Tokens returns the tokens of a JSON pointer, unescaped. One that does not
// begin with a slash is taken as if it did; that of the whole text has none.
func Tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	list := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range list {
		list[i] = strings.ReplaceAll(strings.ReplaceAll(t, "~1", "/"), "~0", "~")
	}
	return list
}

// ShowPointer returns a pointer as an error text shows it: on one line, and
// without the middle of a very long one.
func ShowPointer(p string) string {
	if len(p) > 200 {
		p = p[:100] + "…" + p[len(p)-100:]
	}
	p = strings.ToValidUTF8(p, "")
	if strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsPrint(r) }) {
		p = strconv.Quote(p)
		p = p[1 : len(p)-1]
	}
	return p
}
