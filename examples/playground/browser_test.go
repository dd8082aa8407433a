//go:build !js && (!go1.27 || goexperiment.jsonv2)

// chromedp for Go 1.27 needs encoding/json/v2.

package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// shots names the environment variable with a folder for screenshots.
const shots = "PLAYGROUND_SHOTS"

// browser returns the path of a Chromium. Without one the test is skipped, but
// for a run whose environment has CI=true: that one fails.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no Chromium in the PATH, and CI=true: install the package chromium")
	}
	t.Skip("SKIPPED: the page is not tested, because there is no Chromium in the PATH")
	return ""
}

// A page is the playground in a browser.
type page struct {
	t   *testing.T
	ctx context.Context
	url string

	mu       sync.Mutex
	requests []string
	faults   []string // of the page's scripts, and what its policy blocks
}

func open(t *testing.T) *page {
	t.Helper()
	path := browser(t)
	p, err := compiled()
	require.NoError(t, err)
	server := httptest.NewServer(handler(p))
	t.Cleanup(server.Close)

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)

	pg := &page{t: t, ctx: ctx, url: server.URL + "/"}
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		pg.mu.Lock()
		defer pg.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			pg.requests = append(pg.requests, e.Request.URL)
		case *runtime.EventExceptionThrown:
			pg.faults = append(pg.faults, fmt.Sprintf("%s, line %d", e.ExceptionDetails.Text, e.ExceptionDetails.LineNumber+1))
		case *log.EventEntryAdded:
			pg.faults = append(pg.faults, e.Entry.Text)
		}
	}))
	_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
	require.NoError(t, err)
	pg.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(pg.url),
		chromedp.WaitVisible(chromedp.CSS(`#verdict[data-state="accepted"]`)))
	return pg
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	require.NoError(p.t, chromedp.Do(ctx, steps...))
}

// eval returns what a JavaScript expression is.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	require.NoError(p.t, err, expression)
	return v
}

// become waits for the verdict.
func (p *page) become(state string) {
	p.t.Helper()
	p.do(chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf(`#verdict[data-state=%q]`, state))))
}

// write types a text into an editor, in place of what is there.
func (p *page) write(editor, text string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.getElementById(%q).select()`, editor)),
		chromedp.SendKeys(chromedp.CSS("#"+editor), text))
}

// choose takes one of the examples.
func (p *page) choose(name string) {
	p.t.Helper()
	p.do(chromedp.SendKeys(chromedp.CSS("#example"), name))
	require.Equal(p.t, name, eval[string](p, `document.querySelector("#example").selectedOptions[0].text`))
}

// texts returns the visible texts of all elements that a selector takes.
func (p *page) texts(selector string) []string {
	p.t.Helper()
	return eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll(%q)].filter(e => e.checkVisibility()).map(e => e.innerText.trim().replace(/\s+/g, " "))`, selector))
}

// keep writes a screenshot of the whole page, if that is asked for.
func (p *page) keep(name string) {
	p.t.Helper()
	dir := os.Getenv(shots)
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	require.NoError(p.t, err)
	require.NoError(p.t, os.MkdirAll(dir, 0o755))
	require.NoError(p.t, os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
}

// calm reports what no page may do.
func (p *page) calm() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	require.Empty(p.t, p.faults)
	require.NotEmpty(p.t, p.requests)
	for _, url := range p.requests {
		require.True(p.t, strings.HasPrefix(url, p.url) || url == "data:,", "%s is not asked of its own server", url)
	}
}

func TestPage(t *testing.T) {
	p := open(t)

	t.Run("the first example", func(t *testing.T) {
		p.t = t
		require.Equal(t, []string{"Accepted: 4 changes."}, p.texts("#summary"))
		require.Equal(t, []string{"/clientContext", "/completionReason", "/resultInfo", "/status"}, p.texts("#changes li code"))
		require.Contains(t, p.texts("#changes li"), `~ changed /status "running" → "completed"`)
		require.Equal(t, []string{`"status": "completed",`}, p.texts("#answer .line.changed"))
		require.Len(t, p.texts("#answer .line.added"), 6, "resultInfo whole, and completionReason")
		require.Contains(t, strings.Join(p.texts("#undo .line"), ""), `"resultInfo": null`)
		require.Regexp(t, "refuses it.*final", p.texts("#note")[0])
		p.keep("light")
	})

	t.Run("type, and see the result", func(t *testing.T) {
		p.t = t
		p.write("stored", `{"status":"Running","clientContext":"old"}`)
		p.write("body", `{"clientContext":"new"}`)
		p.do(chromedp.WaitVisible(`//*[@id="summary"][text()="Accepted: one change."]`))
		require.Equal(t, []string{`{`, `"status": "Running",`, `"clientContext": "new"`, `}`}, p.texts("#answer .line"))
		require.Equal(t, []string{`"clientContext": "new"`}, p.texts("#answer .line.changed"))
		require.Equal(t, []string{`~ changed /clientContext "old" → "new"`}, p.texts("#changes li"))
		require.Equal(t, []string{`{`, `"clientContext": "old"`, `}`}, p.texts("#undo .line"))
		require.Empty(t, p.texts("#note"))

		require.Equal(t, "Edited", eval[string](p, `example.selectedOptions[0].text`))
		p.choose("A recording completes")
		p.do(chromedp.WaitVisible(`//*[@id="summary"][text()="Accepted: 4 changes."]`))
		p.write("stored", `{"status":"Running","clientContext":"old"}`)
		p.write("body", `{"clientContext":"new"}`)
		p.do(chromedp.WaitVisible(`//*[@id="summary"][text()="Accepted: one change."]`))
	})

	t.Run("try the undo", func(t *testing.T) {
		p.t = t
		p.do(chromedp.Click(chromedp.CSS("#try")),
			chromedp.WaitVisible(`//*[@id="changes"]//ins[text()='"old"']`))
		require.Equal(t, "body", eval[string](p, `document.activeElement.id`))
		p.do(chromedp.Click(chromedp.CSS("#keep")),
			chromedp.WaitVisible(`//*[@id="summary"][text()="Accepted: nothing changes."]`))
		require.Equal(t, "{\n  \"status\": \"Running\",\n  \"clientContext\": \"old\"\n}", eval[string](p, `document.querySelector("#stored").value`))
		require.Empty(t, p.texts("#keep, #try, #undo"), "there is nothing to keep or to undo")
	})

	t.Run("see violations at their lines", func(t *testing.T) {
		p.t = t
		p.write("body", "{\n\"status\": \"Gone\",\n\n\"clientContext\": 7}")
		p.become("refused")
		require.Equal(t, []string{"2", "4"}, p.texts(`[data-of=body] .gutter .fault`))
		require.Equal(t, []string{`"status": "Gone",`, `"clientContext": 7}`}, p.texts(`[data-of=body] .line.fault`))
		require.Empty(t, p.texts(`[data-of=stored] .fault`))
		faults := p.texts("#body-faults li")
		require.Len(t, faults, 2)
		require.Regexp(t, "^Line 2 .*must be one of NotStarted, Running, Completed, Failed. unknownValue$", faults[0])
		require.Regexp(t, "^Line 4 .*/clientContext.* typeMismatch$", faults[1])
		require.Equal(t, "true", eval[string](p, `document.querySelector("#body").ariaInvalid`))
		require.Contains(t, strings.Join(p.texts("#answer .line"), ""), `"code": "BadRequest"`)

		p.do(chromedp.Click(chromedp.CSS("#body-faults li:nth-child(1) button")))
		require.Equal(t, `"status": "Gone"`, eval[string](p, `String(document.activeElement.value).slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)`))
	})

	t.Run("not JSON", func(t *testing.T) {
		p.t = t
		p.write("body", "{\n\"status\":\n}")
		p.become("notJSON")
		require.Equal(t, []string{"Not JSON: the body cannot be read."}, p.texts("#summary"))
		require.Equal(t, []string{"3"}, p.texts(`[data-of=body] .gutter .fault`))
		require.Empty(t, p.texts("#changes, #undo, #ignored, #keep, #answer"))
		p.keep("not-json")
	})

	t.Run("read-only members are dropped when asked", func(t *testing.T) {
		p.t = t
		p.write("stored", `{"id":"1","status":"Running"}`)
		p.write("body", "{\"status\":\"Failed\",\n\"id\":\"2\"}")
		p.become("refused")
		p.do(chromedp.Click(chromedp.CSS("#drop")))
		p.become("accepted")
		require.Equal(t, []string{"Line 2 /id"}, p.texts("#ignored li"))
		require.Equal(t, []string{`"id":"2"}`}, p.texts(`[data-of=body] .line.dropped`))
		p.do(chromedp.Click(chromedp.CSS("#drop")))
		p.become("refused")
	})

	p.t = t
	p.calm()
}

func TestKeyboard(t *testing.T) {
	p := open(t)
	focus := func() string { return eval[string](p, `document.activeElement.id || document.activeElement.className`) }
	p.choose("Several things are wrong")
	p.become("refused")
	p.do(chromedp.Focus(chromedp.CSS("#example")))
	var order []string
	for range 9 {
		order = append(order, focus())
		p.do(chromedp.KeyEvent(kb.Tab))
	}
	require.Equal(t, []string{"example", "drop", "stored", "body", "fault", "fault", "fault", "fault", "fault"}, order,
		"the order of the page, and no editor keeps the tabulator")

	p.do(chromedp.Focus(chromedp.CSS("#stored")), chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Tab))
	require.Equal(t, "body", focus())
	require.NotContains(t, eval[string](p, `document.querySelector("#stored").value`), "\t")

	for name, modifier := range map[string]kb.Modifier{"Control": kb.ModifierCtrl, "Command": kb.ModifierMeta} {
		p.do(chromedp.Focus(chromedp.CSS("#example")), chromedp.Evaluate[chromedp.Void](`body.value = "{\n\"status\": 5}"`),
			chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(modifier)))
		require.Equal(t, "body", focus(), name)
		require.Equal(t, `"status": 5`, eval[string](p, `body.value.slice(body.selectionStart, body.selectionEnd)`), "%s+Enter goes to the first fault", name)
		require.Equal(t, "{\n\"status\": 5}", eval[string](p, `body.value`), "and writes no line")
	}

	require.Empty(t, eval[[]string](p, `[...document.querySelectorAll("textarea, select, input")].filter(e => !e.labels.length).map(e => e.id)`), "each has a label")
	require.Empty(t, eval[[]string](p, `[...document.querySelectorAll("button")].filter(e => e.checkVisibility() && !e.innerText.trim()).map(e => e.id)`), "each has a text")
	p.calm()
}

// contrast returns, for every visible text, what its contrast to what is
// behind it is (WCAG 2.2, section 1.4.3), where that is too little.
const contrast = `(() => {
  const rgba = (s) => s.match(/[\d.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = c.slice(0, 3).map(x => (x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
  const bad = [];
  let seen = 0;
  for (const e of document.body.querySelectorAll("*")) {
    if (!e.checkVisibility() || e.tagName === "TEXTAREA" || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(rgba(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    seen++;
    if (ratio < 4.5) bad.push(e.tagName + "." + e.className + " " + e.textContent.slice(0, 30) + " " + ratio.toFixed(2));
  }
  return seen < 20 ? ["only " + seen + " texts are there"] : bad;
})()`

// inside returns the elements that stand out of the window to the right, unless
// they scroll in a box of their own, and whether the page itself scrolls.
const inside = `(() => {
  const out = [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility() && !e.closest(".field, .hidden") && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.tagName + "#" + e.id + "." + e.className);
  const d = document.documentElement;
  for (const g of document.querySelectorAll(".gutter"))
    if (g.checkVisibility() && Math.abs(g.getBoundingClientRect().bottom - g.nextElementSibling.getBoundingClientRect().bottom) > 1) out.push("the numbers are not as high as their text in " + g.parentElement.dataset.of);
  return d.scrollWidth > d.clientWidth ? [...out, "the page: " + d.scrollWidth + " of " + d.clientWidth] : out;
})()`

func TestLooks(t *testing.T) {
	p := open(t)
	long := `{"status":"Running","` + strings.Repeat("name", 60) + `":"` + strings.Repeat("value", 100) + `"}`
	for _, scheme := range []string{"light", "dark"} {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
		_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		require.NoError(t, err)
		require.Equal(t, scheme == "dark", eval[bool](p, `getComputedStyle(document.body).backgroundColor.match(/\d+/g).every(x => x < 64)`), "the scheme is taken")
		for _, width := range []int64{320, 390, 703, 706, 1280, 1920} {
			p.do(chromedp.EmulateViewport(width, 900))
			for _, e := range []struct{ example, state string }{
				{"A recording completes", "accepted"}, {"Several things are wrong", "refused"}, {"A null", "accepted"}, {"Not JSON", "notJSON"}, {"", "accepted"},
			} {
				what := fmt.Sprintf("%s at %d, %q", scheme, width, e.example)
				if e.example != "" {
					index := fmt.Sprintf(`example.selectedIndex = [...example.options].findIndex(o => o.text.startsWith(%q)), example.dispatchEvent(new Event("change"))`, e.example)
					require.True(t, eval[bool](p, index), what)
				} else {
					require.True(t, eval[bool](p, fmt.Sprintf(`stored.value = '{"status":"Running"}', body.value = %q, body.dispatchEvent(new Event("input"))`, long)), what)
				}
				p.become(e.state)
				require.Empty(t, eval[[]string](p, inside), "%s: all is inside the window", what)
				require.Empty(t, eval[[]string](p, contrast), "%s: all can be read", what)
				require.Equal(t, width < 704, eval[bool](p, `body.getBoundingClientRect().top > stored.getBoundingClientRect().bottom`), "%s: one column on a phone", what)
				require.Empty(t, eval[[]string](p, aligned), "%s: the colours lie under the text", what)
				switch {
				case e.example == "A recording completes" && width == 390:
					p.keep("phone-" + scheme)
				case e.example == "A recording completes" && width == 1280:
					p.keep("accepted-" + scheme)
				case e.example == "Several things are wrong" && (width == 1280 || width == 390):
					p.keep(fmt.Sprintf("refused-%s-%d", scheme, width))
				case e.example == "" && (width == 1280 || width == 390):
					p.keep(fmt.Sprintf("long-%s-%d", scheme, width))
				}
			}
		}
	}
	p.calm()
}

// aligned returns the editors whose coloured text does not lie where their own
// text is: another font, start, or size.
const aligned = `[...document.querySelectorAll("textarea")].filter(area => {
  const line = area.parentElement.querySelector(".line"), a = getComputedStyle(area), b = getComputedStyle(line);
  const ink = line.parentElement, field = area.getBoundingClientRect(), first = line.getBoundingClientRect();
  const same = ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "tabSize", "whiteSpace"].every(k => a[k] === b[k]);
  const left = first.left + parseFloat(b.paddingLeft) - field.left - parseFloat(a.paddingLeft) + area.scrollLeft;
  const top = first.top - field.top - parseFloat(a.paddingTop) + area.scrollTop;
  return !same || Math.abs(left) > 0.6 || Math.abs(top) > 0.6 || Math.abs(ink.scrollHeight - area.scrollHeight) > 1 && area.scrollHeight > area.clientHeight;
}).map(e => e.id)`

func TestEditorScrolls(t *testing.T) {
	p := open(t)
	var b strings.Builder
	b.WriteString("{\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  \"member%d\": \"%s\",\n", i, strings.Repeat("x", 200))
	}
	b.WriteString("  \"status\": 5\n}")
	require.True(t, eval[bool](p, fmt.Sprintf(`body.value = %q, body.dispatchEvent(new Event("input"))`, b.String())))
	p.become("refused")
	p.do(chromedp.Click(chromedp.CSS("#body-faults button")))
	require.Positive(t, eval[float64](p, `body.scrollTop`))
	p.do(chromedp.PollFunction[chromedp.Void](`() => { const l = document.querySelector("[data-of=body] .line.fault").getBoundingClientRect(), f = body.getBoundingClientRect(); return l.top >= f.top && l.bottom <= f.bottom }`))
	require.Empty(t, eval[[]string](p, aligned))
	require.True(t, eval[bool](p, `(() => { const n = document.querySelector("[data-of=body] .gutter .fault").getBoundingClientRect(), l = document.querySelector("[data-of=body] .line.fault").getBoundingClientRect(); return Math.abs(n.top - l.top) < 1 })()`), "the number beside its line")
	p.calm()
}
