package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// outcomes are the parts of a bar, from the bottom up.
var outcomes = []struct{ name, color string }{
	{"answered", "#2e8b57"}, {"outgoing", "#4a78b5"}, {"missed", "#d9534f"},
}

// hours counts calls by hour of the day and outcome.
type hours [24][3]int

// drawFile reads the calls of a CSV file and draws them.
func drawFile(csvName, chartName string) error {
	in, err := os.Open(csvName)
	if err != nil {
		return err
	}
	defer in.Close()
	counts, err := countHours(csv.NewReader(in))
	if err != nil {
		return err
	}
	out, err := os.Create(chartName)
	if err != nil {
		return err
	}
	return errors.Join(draw(out, counts), out.Close())
}

func countHours(r *csv.Reader) (hours, error) {
	var counts hours
	if _, err := r.Read(); err != nil { // the header
		return counts, err
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return counts, nil
		}
		if err != nil {
			return counts, err
		}
		start, err := time.Parse(time.DateTime, row[1])
		if err != nil {
			continue // a call without a time
		}
		counts[start.Hour()][outcome(row[2], row[3])]++
	}
}

// outcome returns the place of a call in outcomes.
func outcome(direction, isLost string) int {
	switch {
	case direction == "out":
		return 1
	case isLost == "true":
		return 2
	default:
		return 0
	}
}

// The chart's measures, in pixels.
const (
	width, height = 800, 360
	left, bottom  = 60, 40
	top           = 50
	step          = (width - left - 20) / 24
)

// draw writes a chart of stacked bars as SVG.
func draw(w io.Writer, counts hours) error {
	most := 1
	for _, hour := range counts {
		most = max(most, hour[0]+hour[1]+hour[2])
	}
	svg := &drawing{w: w}
	svg.add(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`, width, height)
	svg.add(`<rect width="%d" height="%d" fill="white"/>`, width, height)
	svg.add(`<text x="%d" y="24" font-size="16">Calls by hour and outcome</text>`, left)
	for i, o := range outcomes {
		x := 480 + 100*i
		svg.add(`<rect x="%d" y="14" width="12" height="12" fill="%s"/><text x="%d" y="24">%s</text>`, x, o.color, x+18, o.name)
	}
	const plot = height - top - bottom
	for i := range 5 { // lines at quarters of the tallest bar
		y := height - bottom - plot*i/4
		svg.add(`<path d="M%d %dH%d" stroke="#ddd"/>`, left, y, width-20)
		svg.add(`<text x="%d" y="%d" text-anchor="end">%d</text>`, left-6, y+4, most*i/4)
	}
	for hour, parts := range counts {
		x, y := left+step*hour, float64(height-bottom)
		svg.add(`<text x="%d" y="%d" text-anchor="middle">%02d</text>`, x+step/2, height-bottom+16, hour)
		for i, n := range parts {
			tall := float64(plot) * float64(n) / float64(most)
			y -= tall
			if n > 0 {
				svg.add(`<rect x="%d" y="%.1f" width="%d" height="%.1f" fill="%s"><title>%02d:00, %d %s</title></rect>`,
					x+3, y, step-6, tall, outcomes[i].color, hour, n, outcomes[i].name)
			}
		}
	}
	svg.add(`</svg>`)
	return svg.err
}

// drawing writes lines until the first error, and keeps that.
type drawing struct {
	w   io.Writer
	err error
}

func (d *drawing) add(format string, args ...any) {
	if d.err == nil {
		_, d.err = fmt.Fprintf(d.w, format+"\n", args...)
	}
}
