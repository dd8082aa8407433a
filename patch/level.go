package patch

import "example.com/graphcomms/internal/jsonscan"

// level is an object of a text that is being walked along with one of a tree.
type level struct {
	jsonscan.Object
	flags  jsonscan.Flags // what was seen in it
	node   int            // of the tree
	guess  int            // see [jsonscan.Tree.Find]
	before int            // where its name begins in the result
	start  int            // where it begins itself
}

// next goes to the value of the next member of data from i, marks the node with
// the same name and returns it, or -1. At the end of the object it returns the
// place after it; when the scan has failed, the flags tell.
func (l *level) next(s *jsonscan.Scanner, data []byte, t *jsonscan.Tree, i int) (_, k int, more bool) {
	f := l.flags
	if i, f, more = s.NextName(i, f, &l.Object); more {
		k = t.Find(l.node, &l.guess, data[l.NameStart:l.NameEnd], l.NamePrint)
		// A name that the tree has is marked there; only the others are noted.
		switch {
		case k < 0 && !s.AddName(&l.Object), k >= 0 && t.Nodes[k].Mark:
			i, f = jsonscan.DuplicateName(f, &l.Object)
		case k >= 0:
			t.Nodes[k].Mark = true
			fallthrough
		default:
			i, f = s.ConsumeColon(i, f)
		}
		more = f&jsonscan.Failed == 0
	}
	l.flags = f
	return i, k, more
}

func isObject(data []byte, i int) bool { return i < len(data) && data[i] == '{' }
