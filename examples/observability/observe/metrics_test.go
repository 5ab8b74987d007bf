package observe_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/observability/observe"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func measuring(t *testing.T) (*observe.Metrics, *prometheus.Registry) {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	metrics, err := observe.NewMetrics(registry)
	require.NoError(t, err)
	return metrics, registry
}

// sum adds what a family counts: of a histogram, the number of observations.
func sum(t *testing.T, registry *prometheus.Registry, name string, labels ...string) (total float64) {
	t.Helper()
	families, err := registry.Gather()
	require.NoError(t, err)
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, m := range family.GetMetric() {
			if has(m, labels) {
				total += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			}
		}
	}
	return total
}

// has reports whether a metric has all labels, given as "name=value".
func has(m *dto.Metric, labels []string) bool {
	found := 0
	for _, want := range labels {
		for _, l := range m.GetLabel() {
			if l.GetName()+"="+l.GetValue() == want {
				found++
			}
		}
	}
	return found == len(labels)
}

// page returns the text that Prometheus reads, with exemplars.
func page(registry *prometheus.Registry) string {
	request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	request.Header.Set("Accept", "application/openmetrics-text; version=1.0.0")
	recorder := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{EnableOpenMetrics: true}).ServeHTTP(recorder, request)
	return recorder.Body.String()
}

func TestMetrics_CountWhatTheServersReceived(t *testing.T) {
	for _, vendor := range vendors {
		t.Run(vendor.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				metrics, registry := measuring(t)
				s := vendor.open(t, frontdesk.WithHooks(metrics.Hooks()), frontdesk.WithWindow(1000, time.Minute))
				s.server.Fail(frontdesktest.HTML(503).Times(3), frontdesktest.Status(429).RetryAfter(time.Second).Times(2),
					frontdesktest.Body(400, "text/plain", "no"))
				const calls = 30
				failures := make([]error, calls)
				var wg sync.WaitGroup
				for i := range failures {
					wg.Go(func() { failures[i] = s.call(t.Context()) })
				}
				wg.Wait()

				failed := 0
				for _, err := range failures {
					if err != nil {
						failed++
					}
				}
				of := "vendor=" + vendor.name
				stats := s.server.Stats()
				assert.EqualValues(t, stats.Requests, sum(t, registry, "frontdesk_attempts_total", of))
				assert.EqualValues(t, calls, sum(t, registry, "frontdesk_calls_total", of))
				assert.EqualValues(t, calls, sum(t, registry, "frontdesk_call_duration_seconds", of))
				assert.EqualValues(t, calls-failed, sum(t, registry, "frontdesk_calls_total", of, "kind=ok"))
				assert.EqualValues(t, stats.Requests-calls, sum(t, registry, "frontdesk_retries_total", of))
				assert.EqualValues(t, 3, sum(t, registry, "frontdesk_retries_total", of, "refused=false"))
				assert.EqualValues(t, 2, sum(t, registry, "frontdesk_attempts_total", of, "status=429"))
				assert.EqualValues(t, 2, sum(t, registry, "frontdesk_retries_total", of, "refused=true"))
				assert.Positive(t, sum(t, registry, "frontdesk_limit_wait_seconds", of))
				assert.Equal(t, 1, failed)
			})
		})
	}
}

func TestMetrics_LimitsAreThoseOfTheMomentOfReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		metrics, registry := measuring(t)
		srv := helpcrunchtest.NewServer(t)
		hc := srv.Client(frontdesk.WithHooks(metrics.Hooks()))
		defer hc.Close()
		metrics.Watch("main", hc)
		for range 3 {
			_, err := hc.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
			require.NoError(t, err)
		}
		assert.EqualValues(t, 120, sum(t, registry, "frontdesk_limit_size", "client=main", "window=minute"))
		assert.EqualValues(t, 117, sum(t, registry, "frontdesk_limit_remaining", "client=main", "window=minute"))
		assert.Zero(t, sum(t, registry, "frontdesk_limit_pause_seconds"))

		srv.Fail(frontdesktest.Status(429).RetryAfter(30 * time.Second))
		done := make(chan error)
		go func() {
			_, err := hc.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
			done <- err
		}()
		synctest.Wait()
		assert.InDelta(t, 31.5, sum(t, registry, "frontdesk_limit_pause_seconds", "client=main"), 1.5)
		assert.EqualValues(t, 1, sum(t, registry, "frontdesk_limit_waiting", "client=main", "window=pause"))
		require.NoError(t, <-done)

		metrics.Watch("main", nil)
		assert.NotContains(t, page(registry), "frontdesk_limit_size")
	})
}

func TestMetrics_CallsOfTheHatchMakeNoSeriesOfTheirOwn(t *testing.T) {
	metrics, registry := measuring(t)
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client(frontdesk.WithHooks(metrics.Hooks()), frontdesk.NoRetry())
	defer hc.Close()
	for _, path := range []string{"/novelties/1", "/novelties/2"} {
		require.Error(t, hc.Do(t.Context(), http.MethodGet, path, nil, nil))
	}
	assert.EqualValues(t, 2, sum(t, registry, "frontdesk_calls_total", "operation=other"))
	assert.NotContains(t, page(registry), "novelties")
}

func TestMetrics_DurationsLeadToTheTrace(t *testing.T) {
	metrics, registry := measuring(t)
	provider, exported := recording(t)
	srv := helpcrunchtest.NewServer(t)
	hc := srv.Client(frontdesk.WithHooks(observe.Combine(observe.Tracing(provider), metrics.Hooks())))
	defer hc.Close()
	_, err := hc.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
	require.NoError(t, err)
	id := exported.GetSpans()[0].SpanContext.TraceID().String()
	assert.Contains(t, page(registry), `trace_id="`+id+`"`)
}

func TestNewMetrics_NamesAreGoodAndRegisteredOnce(t *testing.T) {
	metrics, registry := measuring(t)
	srv := helpcrunchtest.NewServer(t)
	hc := srv.Client(frontdesk.WithHooks(metrics.Hooks()))
	defer hc.Close()
	metrics.Watch("main", hc)
	_, err := hc.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
	require.NoError(t, err)
	problems, err := testutil.GatherAndLint(registry)
	require.NoError(t, err)
	assert.Empty(t, problems)

	_, err = observe.NewMetrics(registry)
	var already prometheus.AlreadyRegisteredError
	require.True(t, errors.As(err, &already) && strings.Contains(err.Error(), "duplicate"))
}
