package observe

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/frontdesk-go/frontdesk"
)

// limits asks clients for their limits when the metrics are read. The Limit hook is not
// enough for gauges: it is called when a limit is used up or corrected, not each time
// that something is taken, and does not say of which client.
type limits struct {
	mu      sync.Mutex
	clients map[string]limited

	size, remaining, waiting, pause *prometheus.Desc
}

// limited is a client of any vendor.
type limited interface {
	Limits() []frontdesk.LimitState
}

func newLimits() *limits {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("frontdesk_limit_"+name, help, labels, nil)
	}
	return &limits{
		clients:   map[string]limited{},
		size:      desc("size", "Requests (CoMagic: points) that a window allows.", "client", "window"),
		remaining: desc("remaining", "Requests (CoMagic: points) left in a window.", "client", "window"),
		waiting:   desc("waiting", "Calls that are held back.", "client", "window"),
		pause:     desc("pause_seconds", "Time until calls go on after a refusal.", "client", "window"),
	}
}

// Watch adds the limits of a client to the metrics, under a name of its own, such as the
// vendor's:
//
//	frontdesk_limit_size{client,window}           requests that the window allows
//	frontdesk_limit_remaining{client,window}      what is left of them
//	frontdesk_limit_waiting{client,window}        calls held back
//	frontdesk_limit_pause_seconds{client,window}  until calls go on; only during a pause
//
// A client that is closed is taken out with a nil one.
func (m *Metrics) Watch(name string, client limited) {
	m.limits.mu.Lock()
	defer m.limits.mu.Unlock()
	if client == nil {
		delete(m.limits.clients, name)
		return
	}
	m.limits.clients[name] = client
}

// Describe implements prometheus.Collector.
func (l *limits) Describe(descs chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{l.size, l.remaining, l.waiting, l.pause} {
		descs <- desc
	}
}

// Collect implements prometheus.Collector.
func (l *limits) Collect(metrics chan<- prometheus.Metric) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, client := range l.clients {
		for _, s := range client.Limits() {
			gauge := func(desc *prometheus.Desc, value float64) {
				metrics <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, name, s.Name)
			}
			gauge(l.waiting, float64(s.Waiting))
			if s.Limit < 0 {
				gauge(l.pause, max(0, time.Until(s.Reset).Seconds()))
				continue
			}
			gauge(l.size, float64(s.Limit))
			gauge(l.remaining, float64(s.Remaining))
		}
	}
}
