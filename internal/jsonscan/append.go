package jsonscan

// AppendName appends a comma, a member's name, which must need no escapes,
// and a colon.
func AppendName(dst []byte, name string) []byte {
	dst = append(append(dst, ',', '"'), name...)
	return append(dst, '"', ':')
}

// CloseObject turns the members that were appended from start on, each with a
// comma before it, into an object.
func CloseObject(dst []byte, start int) []byte {
	if len(dst) == start {
		return append(dst, '{', '}')
	}
	dst[start] = '{'
	return append(dst, '}')
}

// An Appender appends members whose names and values come from the user. It
// refuses what could not be read back.
type Appender struct {
	names names
	set   nameSet
}

// NewAppender returns an Appender that works in w.
func NewAppender(w *Work) Appender {
	return Appender{names: New(nil, w).names}
}

// Member appends a comma, the name, a colon and the value, compacted. depth
// is how many containers are open around it. The error and the place in value
// where it is come back with dst as it was.
func (a *Appender) Member(dst []byte, name string, value []byte, depth int) ([]byte, *Fault) {
	out, ok := AppendString(append(dst, ','), name)
	if !ok {
		return dst, &Fault{Err: ErrInvalidUTF8}
	}
	start, end := len(dst)+2, len(out)-1
	if !a.names.add(out, &a.set, start, end, len(name) != end-start) {
		return dst, &Fault{Pointer: string(AppendToken(nil, out[start:end])), Err: ErrDuplicateName}
	}
	var w Work
	s := New(value, &w)
	i := SkipSpace(value, 0)
	last, f := s.Value(i, depth)
	if fault := s.Finish(last, f); fault != nil {
		fault.Pointer = string(AppendToken(nil, out[start:end])) + fault.Pointer
		return dst, fault
	}
	return AppendValue(append(out, ':'), value[i:last], f), nil
}
