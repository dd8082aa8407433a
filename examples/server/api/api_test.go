package api_test

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/api"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/graphcommstest"
)

// serve serves the call "c" with two operations on a real listener.
func serve(t *testing.T, o api.Options) string {
	t.Helper()
	return serveStore(t, "", o)
}

// serveStore is serve with the store of a name.
func serveStore(t *testing.T, name string, o api.Options) string {
	t.Helper()
	s, err := store.Open(t.Context(), name)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	for _, text := range []string{
		`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"running","clientContext":"x"}`,
		`{"id":"2","status":"Completed"}`,
	} {
		op, err := commsop.Decode([]byte(text))
		require.NoError(t, err)
		require.NoError(t, s.Add(t.Context(), "c", op))
	}
	server := httptest.NewServer(api.New(s, o))
	t.Cleanup(server.Close)
	return server.URL + "/communications/calls/"
}

// header is "Name: value", a line each.
func do(t *testing.T, method, url, header, body string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	for line := range strings.Lines(header) {
		name, value, _ := strings.Cut(line, ":")
		r.Header.Add(name, strings.TrimSpace(value))
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(answer)
}

const (
	asJSON  = "Content-Type: application/json\n"
	updated = `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"Completed","clientContext":"x","@odata.etag":"W/\"2\""}`
	first   = `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"running","clientContext":"x","@odata.etag":"W/\"1\""}`
	second  = `{"id":"2","status":"Completed","@odata.etag":"W/\"1\""}`
)

func errorBody(code, message, target string) string {
	if target != "" {
		target = `,"target":"` + target + `"`
	}
	return `{"error":{"code":"` + code + `","message":"` + message + `"` + target + `}}`
}

func TestServer(t *testing.T) {
	plain := api.Options{MaxBody: 1000}
	strict := api.Options{RequireIfMatch: true}
	otherVersion := errorBody("PreconditionFailed", "The operation has changed since that version.", "")
	malformed := errorBody("BadRequest", "The header If-Match is not * or a list of entity tags.", "")
	badTag := func(pointer string) string {
		return errorBody("typeMismatch", "The member at "+pointer+" must be an entity tag.", pointer)
	}
	notFound := errorBody("ResourceNotFound", "There is no such operation.", "")
	notAllowed := errorBody("MethodNotAllowed", "Only GET, HEAD and PATCH are allowed here.", "")
	wrongType := errorBody("UnsupportedMediaType", "The body must be application/json or application/merge-patch+json.", "")

	for _, test := range []struct {
		name, why            string
		options              api.Options
		method, path, header string
		body                 string
		status               int
		want                 string // JSON, or ""
		wantHeader           string // one header of the answer
	}{
		{"get", "one", plain, "GET", "c/operations/1", "", "", 200, first, `ETag: W/"1"`},
		{"list", "all of a call", plain, "GET", "c/operations", "", "", 200, `{"value":[` + first + `,` + second + `]}`, "Content-Type: application/json"},
		{"patch", "by the path", plain, "PATCH", "c/operations/1", asJSON, `{"status":"Completed"}`, 200, updated, `ETag: W/"2"`},
		{"patch, id in both", "the same id is fine", plain, "PATCH", "c/operations/1", asJSON, `{"id":"1","status":"Completed"}`, 200, updated, ""},
		{"patch by the body", "the form of the specification", plain, "PATCH", "c/operations", asJSON, `{"id":"1","status":"Completed"}`, 200, updated, ""},
		{"patch of nothing", "the version stays", plain, "PATCH", "c/operations/1", asJSON, `{}`, 200, first, `ETag: W/"1"`},
		{"merge patch", "its own media type", plain, "PATCH", "c/operations/1", "Content-Type: application/merge-patch+json", `{"status":"Completed"}`, 200, updated, ""},
		{"charset", "parameters are fine", plain, "PATCH", "c/operations/1", "Content-Type: Application/JSON; charset=utf-8; odata.metadata=minimal", `{"status":"Completed"}`, 200, updated, ""},

		{"minimal", "no body", plain, "PATCH", "c/operations/1", asJSON + "Prefer: return=minimal", `{"status":"Completed"}`, 204, "", "Preference-Applied: return=minimal"},
		{"minimal among others", "RFC 7240 lists and quotes", plain, "PATCH", "c/operations/1", asJSON + "Prefer: respond-async\nPrefer: wait=1, Return=\"minimal\"; x=y", `{"status":"Completed"}`, 204, "", `ETag: W/"2"`},
		{"representation", "asked for", plain, "PATCH", "c/operations/1", asJSON + "Prefer: return=representation", `{"status":"Completed"}`, 200, updated, "Preference-Applied: return=representation"},
		{"another preference", "is passed over", plain, "PATCH", "c/operations/1", asJSON + "Prefer: return=brief", `{"status":"Completed"}`, 200, updated, "Preference-Applied: "},

		{"if match", "the version", plain, "PATCH", "c/operations/1", asJSON + `If-Match: W/"1"`, `{"status":"Completed"}`, 200, updated, ""},
		{"if match, strong", "tags compare weakly", plain, "PATCH", "c/operations/1", asJSON + `If-Match: "1"`, `{"status":"Completed"}`, 200, updated, ""},
		{"if match, list", "one of them", plain, "PATCH", "c/operations/1", asJSON + `If-Match: W/"7", W/"1"`, `{"status":"Completed"}`, 200, updated, ""},
		{"if match, any", "the operation is there", plain, "PATCH", "c/operations/1", asJSON + `If-Match: *`, `{"status":"Completed"}`, 200, updated, ""},
		{"if match, other", "somebody was faster", plain, "PATCH", "c/operations/1", asJSON + `If-Match: W/"0"`, `{"status":"Completed"}`, 412, otherVersion, ""},
		{"if match, in two lines", "the same list", plain, "PATCH", "c/operations/1", asJSON + "If-Match: W/\"7\"\nIf-Match: W/\"1\"", `{"status":"Completed"}`, 200, updated, ""},
		{"if match, star in a tag", "it is a tag like any other, with commas in it", plain, "PATCH", "c/operations/1", asJSON + `If-Match: "a,*,b"`, `{"status":"Completed"}`, 412, otherVersion, ""},
		{"if match, version in a tag", "nor does a piece of a tag count", plain, "PATCH", "c/operations/1", asJSON + `If-Match: "a,1,W/"`, `{"status":"Completed"}`, 412, otherVersion, ""},
		{"if match, tag and star", "the star stands alone", plain, "PATCH", "c/operations/1", asJSON + `If-Match: W/"999", *`, `{"status":"Completed"}`, 400, malformed, ""},
		{"if match, tag and star in two lines", "the same", plain, "PATCH", "c/operations/1", asJSON + "If-Match: *\nIf-Match: W/\"1\"", `{"status":"Completed"}`, 400, malformed, ""},
		{"if match, no quotes", "no tag", plain, "PATCH", "c/operations/1", asJSON + `If-Match: 1`, `{"status":"Completed"}`, 400, malformed, ""},
		{"if match, empty", "a list without the version, not the absence of a list", plain, "PATCH", "c/operations/1", asJSON + `If-Match:`, `{"status":"Completed"}`, 412, otherVersion, ""},
		{"etag in the body", "OData 4.01 has it there too", plain, "PATCH", "c/operations/1", asJSON, `{"@odata.etag":"W/\"1\"","status":"Completed"}`, 200, updated, ""},
		{"other etag in the body", "the same", plain, "PATCH", "c/operations/1", asJSON, `{"@odata.etag":"W/\"0\"","status":"Completed"}`, 412, otherVersion, ""},
		{"any etag in the body", "OData 4.01 allows the star", plain, "PATCH", "c/operations/1", asJSON, `{"@odata.etag":"*","status":"Completed"}`, 200, updated, ""},
		{"short etag in the body", "the name of OData 4.01", plain, "PATCH", "c/operations/1", asJSON, `{"@etag":"W/\"0\"","status":"Completed"}`, 412, otherVersion, ""},
		{"etags that disagree", "both must be the version", plain, "PATCH", "c/operations/1", asJSON + `If-Match: W/"1"`, `{"@odata.etag":"W/\"0\"","status":"Completed"}`, 412, otherVersion, ""},
		{"number for an etag", "is not the absence of one", plain, "PATCH", "c/operations/1", asJSON, `{"@odata.etag":5,"status":"Completed"}`, 400, badTag("/@odata.etag"), ""},
		{"null for an etag", "the same", plain, "PATCH", "c/operations/1", asJSON, `{"@odata.etag":null,"status":"Completed"}`, 400, badTag("/@odata.etag"), ""},
		{"nothing for an etag", "the same", plain, "PATCH", "c/operations/1", asJSON, `{"@odata.etag":"","status":"Completed"}`, 400, badTag("/@odata.etag"), ""},
		{"number for a short etag", "the same", plain, "PATCH", "c/operations/1", asJSON, `{"@etag":5,"status":"Completed"}`, 400, badTag("/@etag"), ""},
		{"two etags in the body", "an operation has one", plain, "PATCH", "c/operations/1", asJSON, `{"@odata.etag":"W/\"1\", W/\"2\"","status":"Completed"}`, 400, badTag("/@odata.etag"), ""},
		{"required", "the server insists", strict, "PATCH", "c/operations/1", asJSON, `{"status":"Completed"}`, 428,
			errorBody("PreconditionRequired", "The request must have the header If-Match.", ""), ""},
		{"required and empty", "it is there, and no version is in it", strict, "PATCH", "c/operations/1", asJSON + `If-Match:`, `{"status":"Completed"}`, 412, otherVersion, ""},
		{"required and there", "the ordinary case of it", strict, "PATCH", "c/operations/1", asJSON + `If-Match: W/"1"`, `{"status":"Completed"}`, 200, updated, ""},

		{"violation", "one is the error itself", plain, "PATCH", "c/operations/2", asJSON, `{"status":"Running"}`, 400,
			errorBody("invalidTransition", "The member at /status is final and must not change.", "/status"), ""},
		{"violations", "all of them", plain, "PATCH", "c/operations", asJSON, `{"id":"1","status":null,"clientContext":7,"resultInfo":{"code":4.5}}`, 400,
			`{"error":{"code":"BadRequest","message":"The request has 4 errors.","details":[
				{"code":"typeMismatch","message":"The member at /clientContext must be a string.","target":"/clientContext"},
				{"code":"notInteger","message":"The member at /resultInfo/code must be an integer written in digits.","target":"/resultInfo/code"},
				{"code":"required","message":"The member at /resultInfo/subcode is required.","target":"/resultInfo/subcode"},
				{"code":"notNullable","message":"The member at /status must not be null.","target":"/status"}]}}`, ""},
		{"not JSON", "with a pointer", plain, "PATCH", "c/operations/1", asJSON, `{"resultInfo":{"code":}}`, 400,
			errorBody("syntax", "The member at /resultInfo/code is not valid JSON.", "/resultInfo/code"), ""},
		{"not JSON, id in the body", "the same", plain, "PATCH", "c/operations", asJSON, `{"id":"1",}`, 400, errorBody("syntax", "The body is not valid JSON.", ""), ""},
		{"empty", "nor is nothing", plain, "PATCH", "c/operations/1", asJSON, ``, 400, errorBody("syntax", "The body is not valid JSON.", ""), ""},
		{"another id", "the key does not change", plain, "PATCH", "c/operations/1", asJSON, `{"id":"2"}`, 400, errorBody("readOnly", "The member at /id is read-only.", "/id"), ""},
		{"no id", "neither path nor body has one", plain, "PATCH", "c/operations", asJSON, `{"status":"Completed"}`, 400,
			errorBody("required", "The member at /id is required, because the path has no id.", "/id"), ""},
		{"null id", "is none", plain, "PATCH", "c/operations", asJSON, `{"id":null}`, 400, errorBody("typeMismatch", "The member at /id must be the id of an operation.", "/id"), ""},

		{"unknown operation", "by path", plain, "GET", "c/operations/3", "", "", 404, notFound, ""},
		{"unknown call", "a call is known by its operations", plain, "GET", "d/operations", "", "", 404, notFound, ""},
		{"patch of an unknown one", "a patch makes none", plain, "PATCH", "c/operations/3", asJSON, `{}`, 404, notFound, ""},
		{"patch of an unknown one, id in the body", "the same", plain, "PATCH", "c/operations", asJSON, `{"id":"3"}`, 404, notFound, ""},
		{"unknown path", "with a body like all errors", plain, "GET", "c", "", "", 404, errorBody("ResourceNotFound", "There is nothing at this path.", ""), ""},
		{"delete", "not offered", plain, "DELETE", "c/operations/1", "", "", 405, notAllowed, "Allow: GET, HEAD, PATCH"},
		{"post", "nor is this", plain, "POST", "c/operations", asJSON, `{}`, 405, notAllowed, "Allow: GET, HEAD, PATCH"},
		{"at the limit", "fits", plain, "PATCH", "c/operations/1", asJSON, `{"status":"Completed"}` + strings.Repeat(" ", 978), 200, updated, ""},
		{"over the limit", "one byte more", plain, "PATCH", "c/operations/1", asJSON, `{"status":"Completed"}` + strings.Repeat(" ", 979), 413,
			errorBody("RequestEntityTooLarge", "The body is too large.", ""), ""},
		{"form", "not JSON at all", plain, "PATCH", "c/operations/1", "Content-Type: application/x-www-form-urlencoded", `a=b`, 415, wrongType, "Accept-Patch: application/json, application/merge-patch+json"},
		{"JSON patch", "another kind of patch", plain, "PATCH", "c/operations/1", "Content-Type: application/json-patch+json", `[]`, 415, wrongType, ""},
		{"UTF-16", "JSON is UTF-8", plain, "PATCH", "c/operations/1", "Content-Type: application/json; charset=utf-16", `{}`, 415,
			errorBody("UnsupportedMediaType", "The body must be in UTF-8.", ""), "Accept-Patch: application/json, application/merge-patch+json"},
		{"no type", "the specification requires one", plain, "PATCH", "c/operations/1", "", `{}`, 415, wrongType, ""},
		{"bad type", "cannot be read", plain, "PATCH", "c/operations/1", "Content-Type: application/json; charset", `{}`, 415, wrongType, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := serve(t, test.options)
			response, body := do(t, test.method, base+test.path, test.header, test.body)
			require.Equal(t, test.status, response.StatusCode, "%s: %s", test.why, body)
			if test.want == "" {
				require.Empty(t, body)
			} else if report := graphcommstest.Diff([]byte(test.want), []byte(body)); report != "" {
				t.Errorf("%s: %s", test.why, report)
			}
			if name, value, ok := strings.Cut(test.wantHeader, ": "); ok {
				require.Equal(t, value, response.Header.Get(name), name)
			}
			if test.status >= 400 {
				_, now := do(t, "GET", base+"c/operations/1", "", "")
				require.Equal(t, first, now, "an error changes nothing")
			}
		})
	}
}

// gz compresses a text as kiota does.
func gz(text string) string {
	var b strings.Builder
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

func TestCompressedBodies(t *testing.T) {
	const (
		gzipped = asJSON + "Content-Encoding: gzip\n"
		body    = `{"@odata.type":"#microsoft.graph.commsOperation","status":"Completed"}`
		// What msgraph-sdk-go 1.89.0 sends with kiota-http-go 1.5.4.
		kiota = "Accept: application/json\nContent-Type: application/json\nContent-Encoding: gzip\n" +
			"User-Agent: kiota-go/1.5.4\nClient-Request-Id: 4cf5b5a9-7e5b-4a6e-a7c0-6b7b0a4a9f3e\n" +
			"SdkVersion: graph-go/1.89.0, graph-go-core/1.4.0 (hostOS=linux; hostArch=amd64; runtimeEnvironment=go1.26.8;)\n"
	)
	notGzip := errorBody("BadRequest", "The body is not a complete gzip file.", "")
	tooLarge := errorBody("RequestEntityTooLarge", "The body is too large.", "")
	encoding := errorBody("UnsupportedMediaType", "The body must be as it is or compressed once, with gzip.", "")

	for _, test := range []struct {
		name, why    string
		header, body string
		status       int
		want         string
		wantHeader   string
	}{
		{"kiota", "the SDK compresses every body", kiota, gz(body), 200, updated, `ETag: W/"2"`},
		{"any case", "codings have none", asJSON + "Content-Encoding: GZIP", gz(body), 200, updated, ""},
		{"x-gzip", "RFC 9110 section 8.4.1.3: the same", asJSON + "Content-Encoding: x-gzip", gz(body), 200, updated, ""},
		{"none", "an empty list of codings", asJSON + "Content-Encoding: ", body, 200, updated, ""},
		{"two members", "RFC 1952 section 2.2: the texts one after the other", gzipped, gz(body[:9]) + gz(body[9:]), 200, updated, ""},
		{"at the limit", "of bytes after decompression", gzipped, gz(body + strings.Repeat(" ", 1000-len(body))), 200, updated, ""},
		{"over the limit", "one byte more", gzipped, gz(body + strings.Repeat(" ", 1001-len(body))), 413, tooLarge, "Accept-Encoding: "},
		{"bomb", "500 times the limit in half of it", gzipped, gz(strings.Repeat(" ", 500_000)), 413, tooLarge, ""},
		{"large and compressed", "the bytes that come count too", gzipped, strings.Repeat(gz(""), 500), 413, tooLarge, ""},
		{"not gzip", "plain", gzipped, body, 400, notGzip, ""},
		{"no body", "not even a header", gzipped, "", 400, notGzip, ""},
		{"cut short", "the end is missing", gzipped, gz(body)[:40], 400, notGzip, ""},
		{"more behind", "not gzip either", gzipped, gz(body) + "x", 400, notGzip, ""},
		{"other sum", "the text is not what was compressed", gzipped, gz(body)[:len(gz(body))-8] + "sum.size", 400, notGzip, ""},
		{"not JSON", "errors are those of the text", gzipped, gz(`{"status":}`), 400, errorBody("syntax", "The member at /status is not valid JSON.", "/status"), ""},
		{"br", "not offered", asJSON + "Content-Encoding: br", body, 415, encoding, "Accept-Encoding: gzip"},
		{"twice", "nor is this", asJSON + "Content-Encoding: gzip, gzip", gz(gz(body)), 415, encoding, "Accept-Encoding: gzip"},
		{"twice, in two lines", "the same list", gzipped + "Content-Encoding: gzip", gz(gz(body)), 415, encoding, "Accept-Encoding: gzip"},
		{"identity", "RFC 9110 section 8.4: for Accept-Encoding alone", asJSON + "Content-Encoding: identity", body, 415, encoding, "Accept-Encoding: gzip"},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := serve(t, api.Options{MaxBody: 1000})
			response, answer := do(t, "PATCH", base+"c/operations/1", test.header, test.body)
			require.Equal(t, test.status, response.StatusCode, "%s: %s", test.why, answer)
			if report := graphcommstest.Diff([]byte(test.want), []byte(answer)); report != "" {
				t.Errorf("%s: %s", test.why, report)
			}
			if name, value, ok := strings.Cut(test.wantHeader, ": "); ok {
				require.Equal(t, value, response.Header.Get(name), name)
			}
		})
	}
}

// An operation grows over several updates to its limit, and stays usable there.
func TestOperationsDoNotGrowWithoutBound(t *testing.T) {
	base := serve(t, api.Options{MaxBody: 1000, MaxOperation: 3000})
	status, before := 200, ""
	for i := 0; status == 200; i++ {
		require.Less(t, i, 5)
		_, before = do(t, "GET", base+"c/operations/1", "", "")
		var response *http.Response
		var body string
		response, body = do(t, "PATCH", base+"c/operations/1", asJSON, fmt.Sprintf(`{"x%d":%q}`, i, strings.Repeat("x", 900)))
		if status = response.StatusCode; status != 200 {
			require.Equal(t, errorBody("RequestEntityTooLarge", "The operation would be too large.", ""), body)
		}
	}
	require.Equal(t, 413, status)
	_, after := do(t, "GET", base+"c/operations/1", "", "")
	require.Equal(t, before, after)
	response, body := do(t, "PATCH", base+"c/operations/1", asJSON, `{"x0":null}`)
	require.Equal(t, 200, response.StatusCode, body)
}

// An update as deep as can be read is taken or refused, and the list is
// readable after it.
func TestDeepUpdateAndList(t *testing.T) {
	for _, depth := range []int{9_990, 9_996, 9_997, 9_998, 9_999, 10_000, 10_001} { // arrays in the object of the body
		base := serve(t, api.Options{})
		response, body := do(t, "PATCH", base+"c/operations/1", asJSON, `{"x":`+strings.Repeat("[", depth-1)+strings.Repeat("]", depth-1)+`}`)
		switch {
		case depth < 9_997:
			require.Equal(t, 200, response.StatusCode, depth)
		case depth > 10_000:
			require.Equal(t, 400, response.StatusCode, depth)
		default:
			require.Contains(t, []int{200, 400}, response.StatusCode, depth)
		}
		if response.StatusCode == 400 {
			require.Contains(t, body, `{"error":{"code":"tooDeep",`, depth)
		}
		response, body = do(t, "GET", base+"c/operations", "", "")
		require.Equal(t, 200, response.StatusCode)
		page, err := commsop.DecodePage([]byte(body))
		require.NoError(t, err, depth)
		require.Len(t, page.Value, 2, depth)
		require.Equal(t, "1", page.Value[0].ID)
	}
}

// Operations that somebody else stored badly are left out of a list, and are an
// error by themselves. No value of them gets into the log or an answer.
func TestBadOperations(t *testing.T) {
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))

	file := filepath.Join(t.TempDir(), "operations.db")
	base := serveStore(t, file, api.Options{})
	db, err := sql.Open("sqlite", "file:"+file)
	require.NoError(t, err)
	defer db.Close()
	_, err = db.Exec(`INSERT INTO operations VALUES ('c', '3', 1, '{"id":"3","recordingAccessToken":"hidden')`)
	require.NoError(t, err)

	response, body := do(t, "GET", base+"c/operations", "", "")
	require.Equal(t, 200, response.StatusCode)
	if report := graphcommstest.Diff([]byte(`{"value":[`+first+`,`+second+`]}`), []byte(body)); report != "" {
		t.Error(report)
	}
	require.Contains(t, log.String(), `operations left out of a list`)
	for _, method := range []string{"GET", "PATCH"} {
		response, body := do(t, method, base+"c/operations/3", asJSON, `{}`)
		require.Equal(t, 500, response.StatusCode)
		require.Equal(t, errorBody("InternalServerError", "The server failed.", ""), body)
	}
	require.Contains(t, log.String(), `cannot read \"3\"`)
	require.NotContains(t, log.String(), "hidden")
}

// Every error of the store that passes is a 503, and says when to ask again.
func TestUnavailable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "operations.db")
	base := serveStore(t, file, api.Options{})
	db, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate")
	require.NoError(t, err)
	defer db.Close()
	tx, err := db.Begin()
	require.NoError(t, err)
	defer tx.Rollback()
	response, body := do(t, "PATCH", base+"c/operations/1", asJSON, `{"status":"Completed"}`)
	require.Equal(t, 503, response.StatusCode)
	require.Equal(t, errorBody("ServiceUnavailable", "The operation cannot be read or changed now.", ""), body)
	require.Equal(t, "1", response.Header.Get("Retry-After"))
}

func TestHead(t *testing.T) {
	response, body := do(t, "HEAD", serve(t, api.Options{})+"c/operations/1", "", "")
	require.Equal(t, 200, response.StatusCode)
	require.Equal(t, `W/"1"`, response.Header.Get("ETag"))
	require.Empty(t, body)
}

// What the server stores is what the client sent, digit for digit and null for
// null; the etag is the server's alone.
func TestNothingIsLost(t *testing.T) {
	base := serve(t, api.Options{})
	do(t, "PATCH", base+"c/operations/1", asJSON, `{"@odata.etag":"*","x":{"n":12345678901234567890.10,"list":[null]},"clientContext":null}`)
	_, got := do(t, "GET", base+"c/operations/1", "", "")
	require.Equal(t, `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"running","x":{"n":12345678901234567890.10,"list":[null]},"@odata.etag":"W/\"2\""}`, got)
}
