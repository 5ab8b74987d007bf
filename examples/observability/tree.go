package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// printTree draws spans and their events in the order of time, each below its parent.
func printTree(out io.Writer, spans tracetest.SpanStubs) {
	children := map[trace.SpanID][]tracetest.SpanStub{}
	for _, span := range spans {
		children[span.Parent.SpanID()] = append(children[span.Parent.SpanID()], span)
	}
	for _, root := range children[trace.SpanID{}] {
		printSpan(out, root, children, 0)
	}
}

// line is a span or an event below a span.
type line struct {
	at    time.Time
	print func()
}

func printSpan(out io.Writer, span tracetest.SpanStub, children map[trace.SpanID][]tracetest.SpanStub, depth int) {
	fmt.Fprintf(out, "%s%s  %s%s\n", strings.Repeat("  ", depth), span.Name,
		span.EndTime.Sub(span.StartTime).Round(time.Millisecond), facts(span))
	var lines []line
	for _, child := range children[span.SpanContext.SpanID()] {
		lines = append(lines, line{child.StartTime, func() { printSpan(out, child, children, depth+1) }})
	}
	for _, event := range span.Events {
		lines = append(lines, line{event.Time, func() { printEvent(out, event, depth+1) }})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.at.Compare(b.at) })
	for _, l := range lines {
		l.print()
	}
}

func facts(span tracetest.SpanStub) string {
	var b strings.Builder
	for _, a := range span.Attributes {
		switch a.Key {
		case semconv.HTTPResponseStatusCodeKey, semconv.HTTPRequestResendCountKey, semconv.URLFullKey, "frontdesk.attempts":
			fmt.Fprintf(&b, "  %s=%s", a.Key, a.Value.String())
		}
	}
	if span.Status.Code == codes.Error {
		fmt.Fprintf(&b, "  ERROR %s", span.Status.Description)
	}
	return b.String()
}

func printEvent(out io.Writer, event sdktrace.Event, depth int) {
	attributes := slices.Clone(event.Attributes)
	slices.SortFunc(attributes, func(a, b attribute.KeyValue) int { return cmp.Compare(a.Key, b.Key) })
	var b strings.Builder
	for _, a := range attributes {
		fmt.Fprintf(&b, "  %s=%s", a.Key, value(a.Value))
	}
	fmt.Fprintf(out, "%s• %s%s\n", strings.Repeat("  ", depth), event.Name, b.String())
}

// value rounds seconds to milliseconds.
func value(v attribute.Value) string {
	if v.Type() == attribute.FLOAT64 {
		return fmt.Sprintf("%.3f", v.AsFloat64())
	}
	return v.String()
}
