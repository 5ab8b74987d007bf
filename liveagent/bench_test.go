package liveagent

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// xmlList is a list of n conversations as LiveAgent writes it.
func xmlList(n int) []byte {
	var b strings.Builder
	b.WriteString("<?xml version='1.0' encoding='utf-8'?>\n<response><conversations>")
	for i := range n {
		fmt.Fprintf(&b, "<conversation><conversationid>c%07d</conversationid><code>AX4-B4T-FD8</code>"+
			"<datecreated>2012-03-02 11:21:04</datecreated><datechanged>2012-03-02 11:21:05</datechanged>"+
			"<departmentname>Department 1</departmentname><departmentid>a5j9t4d8</departmentid><status>A</status>"+
			"<ownername>John Owner</ownername><owneremail>john@example.com</owneremail><subject>Test ticket</subject>"+
			"<preview>this is test ticket</preview><publicurlcode>bI5fR3oN40708G65</publicurlcode><datedue/></conversation>", i)
	}
	b.WriteString("</conversations></response>")
	return []byte(b.String())
}

func BenchmarkXMLList(b *testing.B) {
	body, codec := xmlList(1000), newCodec(time.UTC)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var rows []Conversation
		reply := listOf(&rows, "conversations")
		converted, err := convert(body, reply.lists, false)
		if err == nil {
			err = codec.Unmarshal(converted, &reply)
		}
		if err != nil || len(rows) != 1000 {
			b.Fatal(err, len(rows))
		}
	}
}

func BenchmarkXMLListTranscode(b *testing.B) {
	body := xmlList(1000)
	for b.Loop() {
		if _, err := wire.TranscodeXML(nil, body, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkXMLListStandard reads the same with encoding/xml, its times as texts.
func BenchmarkXMLListStandard(b *testing.B) {
	type row struct {
		ID         string `xml:"conversationid"`
		Code       string `xml:"code"`
		Created    string `xml:"datecreated"`
		Changed    string `xml:"datechanged"`
		Department string `xml:"departmentname"`
		DeptID     string `xml:"departmentid"`
		Status     string `xml:"status"`
		Owner      string `xml:"ownername"`
		Email      string `xml:"owneremail"`
		Subject    string `xml:"subject"`
		Preview    string `xml:"preview"`
		PublicURL  string `xml:"publicurlcode"`
		Due        string `xml:"datedue"`
	}
	body := xmlList(1000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var list struct {
			Rows []row `xml:"conversations>conversation"`
		}
		if err := xml.Unmarshal(body, &list); err != nil || len(list.Rows) != 1000 {
			b.Fatal(err, len(list.Rows))
		}
	}
}
