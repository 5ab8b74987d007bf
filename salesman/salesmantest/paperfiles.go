package salesmantest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

const filesPath = "/files/"

// file is what an address of the server's files holds.
type file struct {
	contentType string
	data        []byte
}

// baseOf is the address of the server as the client of a request has it.
func baseOf(r *http.Request) string {
	base := url.URL{Scheme: "http", Host: r.Host}
	if base.Host == "" {
		base.Host = r.URL.Host
	}
	if r.TLS != nil || r.URL.Scheme == "https" {
		base.Scheme = "https"
	}
	return base.String()
}

// serveFile answers requests for files, which need no credentials.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) bool {
	name, ok := strings.CutPrefix(r.URL.Path, filesPath)
	if !ok {
		return false
	}
	s.mu.Lock()
	found, ok := s.office.files[name]
	s.mu.Unlock()
	if !ok {
		statusPage(w, r, http.StatusNotFound)
		return true
	}
	w.Header().Set("Content-Type", found.contentType)
	_, _ = w.Write(found.data)
	return true
}

// keepFile stores a file and returns its address.
func (s *Server) keepFile(c *call, name string, f file) string {
	s.office.files[name] = f
	return c.base + filesPath + url.PathEscape(name)
}

// paperName is what a document is called in its text and its files' names.
func (s *Server) paperName(p *paper) string {
	return fmt.Sprintf("%s №%s от %s", p.title, p.number, s.now().Format("02.01.2006"))
}

// makeFile makes the file of a document from a template, in the place of all
// earlier ones, and returns the server's report; "" for an unknown template, for which
// the earlier ones go too.
func (s *Server) makeFile(p *paper, templateID int64, pdf bool) (made *paper, report string) {
	template, ok := s.office.templates.Get(templateID)
	if s.dropFiles(p); !ok {
		return s.changePaper(p.id, func(p *paper) { p.files = nil }), ""
	}
	name := s.paperName(p)
	stored := fmt.Sprintf("%d-%d", s.now().Unix(), p.id)
	extension := path.Ext(template.file)
	files := []paperFile{{name + extension, stored + extension}}
	s.office.files[files[0].stored] = officeFile(extension, name, p.description)
	if pdf {
		files = append(files, paperFile{name + ".pdf", stored + ".pdf"})
		s.office.files[files[1].stored] = pdfFile(p.number)
	}
	return s.changePaper(p.id, func(p *paper) { p.files = files }), "Документ " + files[0].name + " обработан"
}

func (s *Server) dropFiles(p *paper) {
	for _, f := range p.files {
		delete(s.office.files, f.stored)
	}
}

// shownFiles are the files of a document with their addresses.
func shownFiles(c *call, p *paper) []*object {
	shown := []*object{}
	for _, f := range p.files {
		row := &object{}
		row.set("name", f.name)
		row.set("file", c.base+filesPath+url.PathEscape(f.stored))
		shown = append(shown, row)
	}
	return shown
}

// officeFile is a small file of the kind that Word and Excel write: a ZIP archive
// with the text in it.
func officeFile(extension string, lines ...string) file {
	name, contentType := "word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	if extension == ".xlsx" {
		name, contentType = "xl/sharedStrings.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	if part, err := archive.Create(name); err == nil {
		_, _ = fmt.Fprintf(part, `<?xml version="1.0" encoding="UTF-8"?><text>%s</text>`, html.EscapeString(strings.Join(lines, "\n")))
	}
	_ = archive.Close()
	return file{contentType, b.Bytes()}
}

// pdfFile is a page with the number of a document.
func pdfFile(number string) file {
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`()\`, r) {
			return '?'
		}
		return r
	}, number)
	content := "BT /F1 24 Tf 72 720 Td (No " + text + ") Tj ET"
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var starts []int
	for i, part := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
	} {
		starts = append(starts, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, part)
	}
	end := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(starts)+1)
	for _, start := range starts {
		fmt.Fprintf(&b, "%010d 00000 n \n", start)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(starts)+1, end)
	return file{"application/pdf", b.Bytes()}
}

// Mail is a mail that the server would have sent.
type Mail struct {
	// DocumentID is the id of the document or act that it brings, and InvoiceID that
	// of the invoice.
	DocumentID    int64
	InvoiceID     int64
	Subject, Text string
	// To are the addresses of all recipients.
	To []string
	// CC and BCC are who gets copies.
	CC, BCC []salesman.MailAddress
	// Time is when.
	Time time.Time
}

// Mails returns the mails with documents, acts and invoices that the server would have sent
// so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.office.mails)
}

// mailTo are the addresses of a mail with a paper: those that email names as pid:7 and
// clid:7, for a contact and a client; contacts and client of the deal where it names
// none. Only acts know plain addresses there, of which each takes the place of the first
// recipient, and a text of contacts in pid.
func (s *Server) mailTo(c *call, p *paper) (to []string) {
	list := itemsOf(c.params["email"])
	if len(list) == 0 {
		deal, _ := s.dealFacts(p.dealID)
		contacts := deal.contacts
		if p.isAct() && c.text("pid") != "" {
			contacts = ids(strings.ReplaceAll(c.text("pid"), ";", ","))
		}
		for _, id := range contacts {
			list = append(list, "pid:"+idText(id))
		}
		list = append(list, "clid:"+idText(p.clientID))
	}
	first, rest := "", []string{}
	for _, item := range list {
		address, plain := s.addressOf(textOf(item))
		switch {
		case plain && p.isAct(), first == "" && !plain:
			first = address
		case !plain:
			rest = append(rest, address)
		}
	}
	for _, address := range append([]string{first}, rest...) {
		if address != "" && !slices.Contains(to, address) {
			to = append(to, address)
		}
	}
	return to
}

// addressOf is the first address of a contact or a client, or a plain one.
func (s *Server) addressOf(recipient string) (address string, plain bool) {
	if id, ok := strings.CutPrefix(recipient, "pid:"); ok {
		if found, ok := s.state.contacts.Get(numberOf(id)); ok {
			address = found.texts["mail"]
		}
	} else if id, ok := strings.CutPrefix(recipient, "clid:"); ok {
		if found, ok := s.state.clients.Get(numberOf(id)); ok {
			address = found.text("mail_url")
		}
	} else {
		return recipient, true
	}
	address, _, _ = strings.Cut(strings.NewReplacer(" ", "", ";", ",").Replace(address), ",")
	return address, false
}

// copiesTo are who a parameter names for copies.
func copiesTo(c *call, name string) (to []salesman.MailAddress) {
	for _, item := range itemsOf(c.params[name]) {
		fields, _ := item.(map[string]any)
		if address := textOf(fields["email"]); address != "" {
			to = append(to, salesman.MailAddress{Name: textOf(fields["name"]), Email: address})
		}
	}
	return to
}

// itemsOf are the items of a parameter that is a list, whose keys PHP ignores.
func itemsOf(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case map[string]any:
		var items []any
		for _, key := range slices.SortedFunc(maps.Keys(v), func(a, b string) int { return int(numberOf(a) - numberOf(b)) }) {
			items = append(items, v[key])
		}
		return items
	}
	return nil
}

const sendmailFails = "Ошибка: Невозможно выполнить команду: /usr/sbin/sendmail"

// mail sends a paper and sets its status afterwards. It fails without a recipient,
// with sent false, and on a server that cannot send, with a reason too.
func (s *Server) mail(c *call, p *paper) (sent bool, reason string) {
	to := s.mailTo(c, p)
	switch {
	case len(to) == 0:
		return false, ""
	case s.config.noMail:
		return false, sendmailFails
	}
	s.office.mails = append(s.office.mails, Mail{
		DocumentID: p.id, Subject: c.text("theme"), Text: c.text("content"), To: to, CC: copiesTo(c, "cc"), BCC: copiesTo(c, "bcc"), Time: s.now(),
	})
	if status := c.number("status"); status != 0 {
		s.changePaper(p.id, func(p *paper) { p.statusID = status })
	}
	return true, ""
}
