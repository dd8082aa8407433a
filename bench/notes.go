package bench

import "strings"

// Gaps are what a peer leaves out of the work that it is measured on. The tests hold every implementation to exactly its
// gaps. They only trust Reorders, since a map may come out in order by chance, and the four from FewerRules on, which say
// what the work itself is. Kept tables name them by letters, so a new one comes last.
type Gaps uint32

const (
	DropsUnknown  Gaps = 1 << iota // members that the struct does not list are lost
	DropsNulls                     // a null member comes out absent
	Reorders                       // members come out in another order
	RepeatedNames                  // an object may hold a name twice
	InvalidUTF8                    // bad UTF-8 or a lone surrogate is let through or replaced
	BadStrings                     // a control character or an unknown escape in a string is let through
	BadSyntax                      // bad syntax is let through in values that are skipped
	FoldsNames                     // "STATUS" is read as "status"
	Floats                         // numbers pass through float64
	Spelling                       // 1 and 1.0 count as different
	WrongPatch                     // a patch that does something else is given where none exists
	TrailingData                   // what follows the value is ignored
	Panics                         // some bad input makes it panic
	FewerRules                     // only what struct tags can say is validated
	DiffsTwice                     // compares three texts, of which two are the same here, twice
	BuildsTape                     // parses into a tape, which costs more than a check
	NotACheck                      // a yardstick: touches the bytes, reads no JSON
	CutOff                         // a stream that ends within a value is taken for complete
)

var gapTexts = []string{
	"drops unknown members",
	"drops nulls",
	"loses the order",
	"accepts repeated names",
	"accepts invalid UTF-8",
	"accepts control characters or bad escapes",
	"accepts bad syntax in what it skips",
	"matches names in any case",
	"numbers through float64",
	"compares by spelling",
	"wrong patch where none exists",
	"ignores what follows the value",
	"panics on some bad input",
	"fewer rules",
	"does more: diffs twice",
	"does more: builds a tape",
	"yardstick, reads no JSON",
	"takes a stream that is cut off for complete",
}

// Letters names the gaps by a letter each, "a" for the first.
func (g Gaps) Letters() string {
	var letters []byte
	for i := range gapTexts {
		if g&(1<<i) != 0 {
			letters = append(letters, 'a'+byte(i))
		}
	}
	return string(letters)
}

// ParseLetters is the inverse of Letters. Letters of no gap are left out.
func ParseLetters(letters string) Gaps {
	var g Gaps
	for i := range gapTexts {
		if strings.IndexByte(letters, 'a'+byte(i)) >= 0 {
			g |= 1 << i
		}
	}
	return g
}

// String lists the gaps, separated by semicolons. It is empty if there are none.
func (g Gaps) String() string {
	var texts []string
	for i, text := range gapTexts {
		if g&(1<<i) != 0 {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}

// GapsOf returns the gaps of an implementation at a work, both named as in the benchmarks: GapsOf("Decode", "sonic").
func GapsOf(work, impl string) Gaps {
	if work == "Encode" { // what is encoded was decoded by the same implementation
		return gaps["Decode"][impl] & (DropsUnknown | DropsNulls | Reorders)
	}
	if work == "Stream" {
		return gaps["Decode"][impl] | gaps["Stream"][impl]
	}
	return gaps[work][impl]
}

// lax is what most peers let through.
const lax = RepeatedNames | InvalidUTF8

var gaps = map[string]map[string]Gaps{
	"Decode": {
		"graphcomms-built":       DropsNulls,
		"encoding-json":          lax | DropsNulls | DropsUnknown | FoldsNames,
		"encoding-json@go1.27":   lax | DropsNulls | DropsUnknown | FoldsNames,
		"json-v2":                DropsUnknown | DropsNulls,
		"json-v2-lossless":       DropsNulls,
		"sonic":                  lax | DropsNulls | DropsUnknown | BadStrings | BadSyntax,
		"goccy":                  lax | DropsNulls | DropsUnknown | FoldsNames,
		"goccy-onecopy":          lax | DropsNulls | DropsUnknown | FoldsNames,
		"segmentio":              lax | DropsNulls | DropsUnknown,
		"segmentio-onecopy":      lax | DropsNulls | DropsUnknown,
		"easyjson":               lax | DropsNulls | DropsUnknown | BadStrings,
		"msgraph-sdk-go":         lax | DropsNulls | Reorders,
		"easyjson-lossless":      lax | DropsNulls | Reorders | BadStrings,
		"encoding-json-lossless": lax | DropsNulls | Reorders,
		"sonic-lossless":         lax | DropsNulls | Reorders | BadStrings | BadSyntax,
		"goccy-lossless":         lax | DropsNulls | Reorders,
		"segmentio-lossless":     lax | DropsNulls | Reorders,
	},
	"Apply": {
		"evanphx-v5":           lax | Reorders,
		"encoding-json-map":    lax | Reorders | Floats,
		"encoding-json-rawmap": lax | Reorders,
		"sonic-map":            lax | Reorders | Floats | BadStrings,
		"sonic-rawmap":         lax | Reorders | BadStrings | BadSyntax,
		"goccy-map":            lax | Reorders | Floats,
		"goccy-rawmap":         lax | Reorders,
		"segmentio-map":        lax | Reorders | Floats,
		"segmentio-rawmap":     lax | Reorders,
	},
	"Diff": {
		"evanphx-v5":           lax | Reorders | Spelling | WrongPatch | TrailingData | Panics,
		"k8s-apimachinery":     lax | Reorders | Floats | WrongPatch | DiffsTwice,
		"encoding-json-map":    lax | Reorders | WrongPatch | Floats,
		"encoding-json-rawmap": lax | Reorders | WrongPatch | Spelling,
		"sonic-map":            lax | Reorders | WrongPatch | Floats | BadStrings,
		"sonic-rawmap":         lax | Reorders | WrongPatch | Spelling | BadStrings | BadSyntax,
		"goccy-map":            lax | Reorders | WrongPatch | Floats,
		"goccy-rawmap":         lax | Reorders | WrongPatch | Spelling,
		"segmentio-map":        lax | Reorders | WrongPatch | Floats,
		"segmentio-rawmap":     lax | Reorders | WrongPatch | Spelling,
	},
	"Compose": {
		"evanphx-v5":           lax | Reorders | WrongPatch,
		"encoding-json-map":    lax | Reorders | WrongPatch | Floats,
		"encoding-json-rawmap": lax | Reorders | WrongPatch,
		"sonic-map":            lax | Reorders | WrongPatch | Floats | BadStrings,
		"sonic-rawmap":         lax | Reorders | WrongPatch | BadStrings | BadSyntax,
		"goccy-map":            lax | Reorders | WrongPatch | Floats,
		"goccy-rawmap":         lax | Reorders | WrongPatch,
		"segmentio-map":        lax | Reorders | WrongPatch | Floats,
		"segmentio-rawmap":     lax | Reorders | WrongPatch,
	},
	"Validate": {
		"validator-v10": FewerRules,
	},
	"Update": {
		"encoding-json+evanphx-v5+validator-v10": lax | Reorders | FoldsNames | FewerRules,
		"goccy-rawmap+validator-v10":             lax | Reorders | FoldsNames | FewerRules,
	},
	"Stream": {
		"sonic": CutOff,
	},
	"Check": {
		"encoding-json":   lax,
		"sonic":           lax | BadStrings,
		"goccy":           lax,
		"segmentio":       lax,
		"simdjson-go":     lax | BuildsTape,
		"memmove":         NotACheck,
		"bytes.IndexByte": NotACheck,
		"utf8.Valid":      NotACheck,
	},
}
