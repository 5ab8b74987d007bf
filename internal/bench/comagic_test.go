package bench

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

const rowsOfPage = 10_000

var (
	from = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	till = from.AddDate(0, 0, 30)
)

// envelope is what a hand-written client would declare around the rows.
func rawEnvelope(row reflect.Type) reflect.Type {
	result := reflect.StructOf([]reflect.StructField{
		{Name: "Data", Type: reflect.SliceOf(row), Tag: `json:"data"`},
		{Name: "Metadata", Type: reflect.TypeFor[struct {
			TotalItems int `json:"total_items"`
			Limits     struct {
				DayLimit        int `json:"day_limit"`
				DayRemaining    int `json:"day_remaining"`
				DayReset        int `json:"day_reset"`
				MinuteLimit     int `json:"minute_limit"`
				MinuteRemaining int `json:"minute_remaining"`
				MinuteReset     int `json:"minute_reset"`
			} `json:"limits"`
		}](), Tag: `json:"metadata"`},
	})
	return reflect.StructOf([]reflect.StructField{
		{Name: "ID", Type: reflect.TypeFor[any](), Tag: `json:"id"`},
		{Name: "Result", Type: result, Tag: `json:"result"`},
		{Name: "Error", Type: reflect.TypeFor[*struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
		}](), Tag: `json:"error"`},
	})
}

func callRow(i int) string {
	at := from.Add(time.Duration(i) * time.Minute)
	const layout = "2006-01-02 15:04:05"
	return fmt.Sprintf(`{"id":%d,"start_time":"%s","finish_time":"%s","finish_reason":"operator_disconnects","direction":"in",`+
		`"is_lost":false,"cpn_region_id":null,"cpn_region_name":"","wait_duration":%d,"talk_duration":%d,"total_duration":%d,`+
		`"contact_phone_number":"15550100","communication_id":%d,"communication_type":"call","contact_full_name":"Jane Doe",`+
		`"scenario_name":"Main scenario","virtual_phone_number":"15550199","campaign_name":"Spring campaign","site_domain_name":"example.com"}`,
		800_000_000+i, at.Format(layout), at.Add(time.Minute).Format(layout), i%60, i%600, i%700, 900_000_000+i)
}

func callsPage(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"jsonrpc":"2.0","id":1,"result":{"data":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(callRow(i))
	}
	fmt.Fprintf(&b, `],"metadata":{"total_items":%d,"limits":{"day_limit":100000,"day_remaining":99999,"day_reset":3600,`+
		`"minute_limit":100000,"minute_remaining":99999,"minute_reset":30}}}}`, n)
	return b.Bytes()
}

func comagicClient(b testing.TB, rt http.RoundTripper) *comagic.Client {
	cm, err := comagic.New(comagic.AccessToken("test-access-token"),
		frontdesk.WithHTTPClient(&http.Client{Transport: rt}), frontdesk.WithBaseURL(baseURL), wide)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cm.Close() })
	return cm
}

type rpc struct {
	Version string         `json:"jsonrpc"`
	ID      int            `json:"id"`
	Method  string         `json:"method"`
	Params  map[string]any `json:"params"`
}

func rawRPC(b testing.TB, client *http.Client, method string, into any) {
	rawCall(b, client, "POST", baseURL+"/v2.0", rpc{"2.0", 1, method, map[string]any{
		"access_token": "test-access-token", "date_from": "2026-03-01 00:00:00", "date_till": "2026-03-31 00:00:00", "limit": rowsOfPage,
	}}, into)
}

func BenchmarkRows10000(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/json; charset=UTF-8", body: callsPage(rowsOfPage)}
	cm := comagicClient(b, reply)
	client := &http.Client{Transport: reply, Timeout: 30 * time.Second}
	page := rawEnvelope(rawType(reflect.TypeFor[comagic.CallsReportRow](), reflect.TypeFor[string](), "json"))
	compare(b, func() {
		rawRPC(b, client, "get.calls_report", reflect.New(page).Interface())
	}, func() {
		n := 0
		for _, err := range allCalls(cm) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != rowsOfPage {
			b.Fatal(n)
		}
	})
	b.ReportMetric(peakHeap(b, cm), "peak-live-MB")
}

func allCalls(cm *comagic.Client) func(func(comagic.CallsReportRow, error) bool) {
	return cm.Reports.AllCalls(context.Background(), &comagic.CallsReportParams{DateFrom: from, DateTill: till, Limit: rowsOfPage})
}

// peakHeap is the most live heap seen while the page is streamed, above that
// before it.
func peakHeap(b testing.TB, cm *comagic.Client) float64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	before, peak, n := stats.HeapAlloc, uint64(0), 0
	for _, err := range allCalls(cm) {
		if err != nil {
			b.Fatal(err)
		}
		if n++; n%500 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&stats)
			peak = max(peak, stats.HeapAlloc)
		}
	}
	return float64(peak-min(before, peak)) / (1 << 20)
}

func BenchmarkCallsPageOf200(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/json; charset=UTF-8", body: callsPage(200)}
	cm := comagicClient(b, reply)
	client := &http.Client{Transport: reply, Timeout: 30 * time.Second}
	page := rawEnvelope(rawType(reflect.TypeFor[comagic.CallsReportRow](), reflect.TypeFor[string](), "json"))
	ctx := context.Background()
	compare(b, func() {
		rawRPC(b, client, "get.calls_report", reflect.New(page).Interface())
	}, func() {
		got, err := cm.Reports.ListCalls(ctx, &comagic.CallsReportParams{DateFrom: from, DateTill: till, Limit: 200})
		if err != nil || len(got.Items) != 200 {
			b.Fatal(err)
		}
	})
}

// BenchmarkEnvelope is a small JSON-RPC reply: the envelope is most of it.
func BenchmarkEnvelope(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/json; charset=UTF-8", body: contract.ExampleFile("comagic", "person_visitors.get.200.json")}
	cm := comagicClient(b, reply)
	client := &http.Client{Transport: reply, Timeout: 30 * time.Second}
	page := rawEnvelope(rawType(reflect.TypeFor[comagic.PersonVisitor](), reflect.TypeFor[string](), "json"))
	ctx := context.Background()
	compare(b, func() {
		rawCall(b, client, "POST", baseURL+"/v2.0", rpc{"2.0", 1, "get.person_visitors", map[string]any{
			"access_token": "test-access-token", "person_id": 6145241079,
		}}, reflect.New(page).Interface())
	}, func() {
		if _, err := cm.Persons.ListVisitors(ctx, &comagic.PersonVisitorsParams{PersonID: 6145241079}); err != nil {
			b.Fatal(err)
		}
	})
}
