package patch_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"example.com/graphcomms/patch"
)

func ExampleApply() {
	doc := []byte(`{"status":"running","retries":3,"note":"slow"}`)
	p := []byte(`{"status":"completed","note":null}`)

	result, err := patch.Apply(doc, p)
	fmt.Printf("%s %v\n", result, err)
	// Output: {"status":"completed","retries":3} <nil>
}

func ExampleAppendApply() {
	line := []byte("data: ")
	line, err := patch.AppendApply(line, []byte(`{"a":1}`), []byte(`{"b":2}`))
	fmt.Printf("%s %v\n", line, err)
	// Output: data: {"a":1,"b":2} <nil>
}

func ExampleDiff() {
	stored := []byte(`{"status":"running","owner":{"name":"Ann","team":"Blue"},"note":"slow"}`)
	wanted := []byte(`{"status":"running","owner":{"name":"Ann","team":"Red"}}`)

	p, err := patch.Diff(stored, wanted)
	fmt.Printf("%s %v\n", p, err)
	// Output: {"owner":{"team":"Red"},"note":null} <nil>
}

func ExampleDiff_nullMember() {
	_, err := patch.Diff([]byte(`{"a":1}`), []byte(`{"a":null}`))
	fmt.Println(errors.Is(err, patch.ErrNullMember))
	fmt.Println(err)
	// Output:
	// true
	// patch.Diff: to at /a (byte 5): a merge patch cannot set a member to null
}

func ExampleCompose() {
	first := []byte(`{"status":"running","note":"slow"}`)
	second := []byte(`{"status":"completed","note":null}`)

	both, err := patch.Compose(first, second)
	fmt.Printf("%s %v\n", both, err)
	// Output: {"status":"completed","note":null} <nil>
}

func ExampleCompose_notComposable() {
	_, err := patch.Compose([]byte(`{"owner":null}`), []byte(`{"owner":{"name":"Ann"}}`))
	if e, ok := errors.AsType[*patch.Error](err); ok && e.Err == patch.ErrNotComposable {
		fmt.Println("send two patches, because of", e.Pointer)
	}
	// Output: send two patches, because of /owner
}

func ExampleMerge3() {
	base := []byte(`{"title":"Plan","owner":"Ann","votes":1}`)
	ours := []byte(`{"title":"The plan","owner":"Bob","votes":1}`)
	theirs := []byte(`{"title":"Plan","owner":"Cid","votes":2}`)

	merged, conflicts, err := patch.Merge3(base, ours, theirs)
	fmt.Printf("%s %v\n", merged, err)
	for _, c := range conflicts {
		fmt.Printf("%s: %s, ours %s, theirs %s\n", c.Pointer, c.Base, c.Ours, c.Theirs)
	}
	// Output:
	// {"title":"The plan","owner":"Ann","votes":2} <nil>
	// /owner: "Ann", ours "Bob", theirs "Cid"
}

func ExampleInvert() {
	doc := []byte(`{"a":1,"b":2}`)
	p := []byte(`{"a":null,"c":3}`)

	undo, _ := patch.Invert(doc, p)
	after, _ := patch.Apply(doc, p)
	before, _ := patch.Apply(after, undo)
	fmt.Printf("%s\n%s\n", undo, before)
	// Output:
	// {"a":1,"c":null}
	// {"b":2,"a":1}
}

func ExampleChanges() {
	list, _ := patch.Changes([]byte(`{"status":"failed","owner":{"team":null}}`))
	for _, c := range list {
		fmt.Println(c.Pointer, c.State)
	}
	// Output:
	// /status set
	// /owner/team null
}

func ExampleEqual() {
	same, err := patch.Equal([]byte(`{"a":1.0,"b":"\u00e9"}`), []byte(`{"b":"é","a":10e-1}`))
	fmt.Println(same, err)
	// Output: true <nil>
}

func ExampleCheck() {
	fmt.Println(patch.Check([]byte(`{"list":[{"a":1,"\u0061":2}]}`)))
	// Output: patch.Check: data at /list/0/a (byte 16): repeated member name
}

func ExampleError() {
	_, err := patch.Apply([]byte(`{"a":[1,2}`), []byte(`{}`))
	if e, ok := errors.AsType[*patch.Error](err); ok {
		fmt.Println(e.Op, e.Input, e.Pointer, e.Offset, e.Err)
	}
	// Output: patch.Apply doc /a 9 invalid JSON syntax
}

func ExampleField() {
	type update struct {
		Title patch.Field[string] `json:"title,omitzero"`
		Votes patch.Field[int]    `json:"votes,omitzero"`
		Owner patch.Field[string] `json:"owner,omitzero"`
	}

	var u update
	err := json.Unmarshal([]byte(`{"title":"","owner":null}`), &u)
	fmt.Println(u.Title.State(), u.Votes.State(), u.Owner.State(), err)

	u = update{Votes: patch.Set(0), Owner: patch.Null[string]()}
	body, err := json.Marshal(u)
	fmt.Println(string(body), err)
	// Output:
	// set absent null <nil>
	// {"votes":0,"owner":null} <nil>
}

func ExampleSet() {
	f := patch.Set("Ann")
	value, ok := f.Get()
	fmt.Println(f, value, ok)
	// Output: Ann Ann true
}

func ExampleNull() {
	f := patch.Null[int]()
	fmt.Println(f, f.IsNull(), f.Or(7))
	// Output: null true 7
}
