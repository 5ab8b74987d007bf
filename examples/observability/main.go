// Observability shows calls to all four vendors as OpenTelemetry traces and Prometheus
// metrics, with retries and limits. The part to copy is the package observe.
//
//	go run .
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/observability/observe"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "observability:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	// A service has an exporter to its collector in place of this one, and a batcher.
	spans := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	registry := prometheus.NewRegistry()
	metrics, err := observe.NewMetrics(registry)
	if err != nil {
		return err
	}
	v, err := connect(out, frontdesk.WithHooks(observe.Combine(observe.Tracing(provider), metrics.Hooks())))
	if err != nil {
		return err
	}
	defer v.close()
	metrics.Watch("helpcrunch", v.hc)
	metrics.Watch("salesman", v.sm)
	metrics.Watch("liveagent", v.la)
	metrics.Watch("comagic", v.cm)

	ctx, span := provider.Tracer("observability").Start(ctx, "nightly report")
	err = v.work(ctx)
	span.End()

	fmt.Fprintln(out, "\nTrace")
	printTree(out, spans.GetSpans())
	fmt.Fprintln(out, "\nMetrics")
	handler := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return errors.Join(err, printMetrics(out, handler), provider.Shutdown(context.WithoutCancel(ctx)))
}

// printMetrics prints what Prometheus would read, without comments and the buckets of
// histograms.
func printMetrics(out io.Writer, handler http.Handler) error {
	page := httptest.NewRecorder()
	handler.ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if page.Code != http.StatusOK {
		return fmt.Errorf("the metrics page answers %d: %s", page.Code, page.Body)
	}
	lines := bufio.NewScanner(page.Body)
	for lines.Scan() {
		if line := lines.Text(); strings.HasPrefix(line, "frontdesk_") && !strings.Contains(line, "_bucket{") {
			fmt.Fprintln(out, line)
		}
	}
	return lines.Err()
}
