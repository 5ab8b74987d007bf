package salesman

import (
	"encoding/json"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// BankDetails are a client's legal name, numbers and bank account. In an update
// absent members stay as they are.
type BankDetails struct {
	LegalName frontdesk.Opt[string] `json:"castUrName,omitzero"`
	// ShortLegalName is known from the server's code. Only deals show it, so an update
	// that has it always writes the details.
	ShortLegalName frontdesk.Opt[string] `json:"castUrNameShort,omitzero"`
	// INN, KPP, OKPO and OGRN are the numbers of Russian registers.
	INN  frontdesk.Opt[string] `json:"castInn,omitzero"`
	KPP  frontdesk.Opt[string] `json:"castKpp,omitzero"`
	OKPO frontdesk.Opt[string] `json:"castOkpo,omitzero"`
	OGRN frontdesk.Opt[string] `json:"castOgrn,omitzero"`
	// Bank is the bank's name, and BIK its number.
	Bank frontdesk.Opt[string] `json:"castBank,omitzero"`
	BIK  frontdesk.Opt[string] `json:"castBankBik,omitzero"`
	// Account is the settlement account, and CorrespondentAccount the bank's.
	Account              frontdesk.Opt[string] `json:"castBankRs,omitzero"`
	CorrespondentAccount frontdesk.Opt[string] `json:"castBankKs,omitzero"`
	// Director is the director's name and DirectorPost the post, both in the
	// genitive; DirectorSignature and DirectorPostTitle are for signatures.
	Director          frontdesk.Opt[string] `json:"castDirName,omitzero"`
	DirectorSignature frontdesk.Opt[string] `json:"castDirSignature,omitzero"`
	DirectorPost      frontdesk.Opt[string] `json:"castDirStatus,omitzero"`
	DirectorPostTitle frontdesk.Opt[string] `json:"castDirStatusSig,omitzero"`
	// Authority is what the director acts on, in the genitive.
	Authority    frontdesk.Opt[string] `json:"castDirOsnovanie,omitzero"`
	LegalAddress frontdesk.Opt[string] `json:"castUrAddr,omitzero"`
	// Extra holds what this package does not know. Writes do not send it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// checkBank refuses a semicolon, at which the server would tear a text apart and put
// the rest into the next one.
func (s *ClientsService) checkBank(op *transport.Operation, at string, details *BankDetails) error {
	if details == nil {
		return nil
	}
	for _, text := range details.members() {
		if strings.Contains(text.Or(""), ";") {
			return s.client.core.InvalidArgument(op, at+"recv", "a text has a semicolon, at which the server would tear it apart")
		}
	}
	return nil
}

// written is a copy without what a read found on it; nil for nil.
func (d *BankDetails) written() *BankDetails {
	if d == nil {
		return nil
	}
	sent := *d
	sent.Extra = nil
	return &sent
}

// members lists the texts of bank details.
func (d *BankDetails) members() []*frontdesk.Opt[string] {
	return []*frontdesk.Opt[string]{
		&d.LegalName, &d.ShortLegalName, &d.INN, &d.KPP, &d.OKPO, &d.OGRN, &d.Bank, &d.BIK, &d.Account, &d.CorrespondentAccount,
		&d.Director, &d.DirectorSignature, &d.DirectorPost, &d.DirectorPostTitle, &d.Authority, &d.LegalAddress,
	}
}

// has reports whether all that would be written is shown, as the server stores it:
// with its own quotes, in whatever mode it was sent.
func (d *BankDetails) has(written *BankDetails) bool {
	if d == nil {
		d = &BankDetails{}
	}
	shown := d.members()
	for i, text := range written.members() {
		if text.IsZero() {
			continue
		}
		is, want := shown[i].Or(""), strings.TrimSpace(text.Or(""))
		if shown[i].IsZero() || is != want && is != formQuotes.Replace(want) {
			return false
		}
	}
	return true
}
