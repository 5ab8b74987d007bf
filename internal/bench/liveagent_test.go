package bench

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

func conversationsXML(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><response><conversations>`)
	for i := range n {
		fmt.Fprintf(&b, `<conversation><conversationid>c%06d</conversationid><code>ABC-%d</code><status>C</status>`+
			`<departmentid>default</departmentid><departmentname>General &amp; sales</departmentname>`+
			`<datecreated>2026-03-01 10:00:00</datecreated><datechanged>2026-03-01 11:00:00</datechanged>`+
			`<subject>Where is my order %d?</subject><owneremail>jane@example.com</owneremail><ownername>Jane Doe</ownername>`+
			`<tags>t1,t2</tags><messages>%d</messages></conversation>`, i, i, i, i%9)
	}
	b.WriteString(`</conversations></response>`)
	return b.Bytes()
}

func BenchmarkXMLListOf200(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/xml", body: conversationsXML(200)}
	la, err := liveagent.New(baseURL, "test-api-key", frontdesk.WithHTTPClient(&http.Client{Transport: reply}),
		frontdesk.WithLocation(time.UTC), wide, liveagent.WithXML())
	if err != nil {
		b.Fatal(err)
	}
	client := &http.Client{Transport: reply, Timeout: 30 * time.Second}
	row := rawType(reflect.TypeFor[liveagent.Conversation](), reflect.TypeFor[string](), "xml")
	page := reflect.StructOf([]reflect.StructField{
		{Name: "Rows", Type: reflect.SliceOf(row), Tag: `xml:"conversations>conversation"`},
	})
	ctx := context.Background()
	compare(b, func() {
		resp, err := client.Get(baseURL + "/api/conversations.xml?apikey=test-api-key")
		if err != nil {
			b.Fatal(err)
		}
		if err := xml.NewDecoder(resp.Body).Decode(reflect.New(page).Interface()); err != nil {
			b.Fatal(err)
		}
		_ = resp.Body.Close()
	}, func() {
		got, err := la.Conversations.List(ctx, nil)
		if err != nil || len(got.Items) != 200 {
			b.Fatal(err, len(got.Items))
		}
	})
}
