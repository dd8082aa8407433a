package main

import (
	"fmt"
	"html"
	"math"
	"strings"

	"example.com/graphcomms/bench"
)

// The measures of the chart, in pixels.
const (
	chartWidth = 880
	plotLeft   = 232
	plotRight  = 710
	plotTop    = 76
	barHeight  = 16
	barStep    = 21
	goalGap    = 9
)

const chartStyle = `<style>
text{font:14px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1f2328}
.paper{fill:#fff}.grid{stroke:#d1d9e0}.one{stroke:#59636e;stroke-width:1.5}.aim{stroke:#1f2328;stroke-width:2.5}
.soft{fill:#59636e}.title{font-size:17px;font-weight:600}
.faster{fill:#3583d6}.slower{fill:#d9822b}.drops{opacity:.55}
@media (prefers-color-scheme:dark){
text{fill:#f0f6fc}.paper{fill:#0d1117}.grid{stroke:#30373f}.one{stroke:#9198a1}.aim{stroke:#f0f6fc}.soft{fill:#9198a1}
}
</style>
`

// place returns where a ratio stands on the logarithmic axis from 0.3 to 200.
func place(ratio float64) float64 {
	const low, high = 0.3, 200
	ratio = min(max(ratio, low), high)
	return plotLeft + (plotRight-plotLeft)*math.Log(ratio/low)/math.Log(high/low)
}

// chart draws the goals that were measured: a bar for each aim, and the aim as a tick.
func chart(r report) string {
	var bars strings.Builder
	y := float64(plotTop)
	for _, g := range goals {
		measured := g.measured(r)
		if len(measured) == 0 {
			continue
		}
		for i, m := range measured {
			if i == 0 {
				fmt.Fprintf(&bars, `<text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
					plotLeft-14, y+13, html.EscapeString(g.label))
			}
			bars.WriteString(bar(m, y))
			y += barStep
		}
		y += goalGap
	}
	bottom := y - goalGap + 4

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%.0f" viewBox="0 0 %[1]d %.0[2]f" role="img" aria-label="Times of the peers as multiples of graphcomms's">`+"\n",
		chartWidth, bottom+44)
	b.WriteString(chartStyle)
	b.WriteString(`<rect class="paper" width="100%" height="100%" rx="6"/>` + "\n")
	fmt.Fprintf(&b, `<text class="title" x="20" y="30">Time of the peers, graphcomms = 1 (log scale, longer is better)</text>`+"\n")
	for _, ratio := range []float64{0.5, 1, 2, 5, 10, 20, 50, 100} {
		class := "grid"
		if ratio == 1 {
			class = "one"
		}
		fmt.Fprintf(&b, `<line class="%s" x1="%.1f" x2="%.1[2]f" y1="%d" y2="%.1f"/>`+"\n", class, place(ratio), plotTop-8, bottom)
		fmt.Fprintf(&b, `<text class="soft" x="%.1f" y="%d" text-anchor="middle">%g</text>`+"\n", place(ratio), plotTop-15, ratio)
	}
	b.WriteString(bars.String())
	fmt.Fprintf(&b, `<text class="soft" x="20" y="%.1f">Tick: the aim. Orange: faster than graphcomms. Pale: drops the members that its struct does not list.</text>`+"\n", bottom+26)
	b.WriteString("</svg>\n")
	return b.String()
}

// bar draws one result at a height.
func bar(m result, y float64) string {
	ratio := m.row.ratio()
	class := "faster"
	if ratio < 1 {
		class = "slower"
	}
	if m.row.less()&bench.DropsUnknown != 0 {
		class += " drops"
	}
	one, end, tick := place(1), place(ratio), place(m.ratio)
	left, right := min(one, end), max(one, end)
	text := right + 7
	if tick >= text-4 && tick < text+60 { // beside the tick, not under it
		text = tick + 7
	}
	name, _, _ := strings.Cut(m.row.impl(), "+evanphx")
	if name != m.row.impl() {
		name += " and others"
	}
	return fmt.Sprintf(`<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%d"/>`+
		`<line class="aim" x1="%.1f" x2="%.1[6]f" y1="%.1f" y2="%.1f"/>`+
		`<text x="%.1f" y="%.1f">%s %s</text>`+"\n",
		class, left, y, max(right-left, 1), barHeight,
		tick, y-2, y+barHeight+2,
		text, y+13, html.EscapeString(name), m.times())
}
