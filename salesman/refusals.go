package salesman

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// answersUnchanged reports whether code 302 is no failure: in the operations that
// are known to send it, and in those of which nothing is known.
func answersUnchanged(fact operationFact) bool {
	return fact.id == "" || fact.id == "deal.update" || fact.id == "deal.change_step"
}

// readError reads the member error in its spellings: an object, a text, a list
// of errors, an object within the object, or one of the forms of nothing.
func readError(raw []byte) (code frontdesk.Code, text string, failed bool) {
	for range 4 {
		if wire.Blank(raw) {
			return "", "", false
		}
		switch raw[0] {
		case '"':
			text = strings.TrimSpace(wire.Text(raw))
			return "", text, text != ""
		case '[':
			var list []json.RawMessage
			if plainCodec.Unmarshal(raw, &list) != nil || len(list) == 0 {
				return "", "", true
			}
			raw = nil
			if i := slices.IndexFunc(list, func(one json.RawMessage) bool { return !wire.Blank(one) }); i >= 0 {
				raw = list[i]
			}
			continue
		case '{':
			codeRaw, hasCode := wire.Member(raw, "code")
			textRaw, hasText := wire.Member(raw, "text")
			if inner, nested := wire.Member(raw, "error"); nested && !hasCode && !hasText {
				raw = inner
				continue
			}
			code, text = frontdesk.Code(wire.Text(codeRaw)), wire.Text(textRaw)
			if code == "0" {
				code = ""
			}
			// A code or text that cannot be read is one all the same.
			odd := !wire.Blank(codeRaw) && !isZero(codeRaw) || !wire.Blank(textRaw)
			return code, text, odd || !hasCode && !hasText
		default:
			// A bare number is a code; true says no more than that it failed.
			if text = wire.Text(raw); text == "true" || text == "0" {
				return "", "", text == "true"
			}
			return frontdesk.Code(text), "", true
		}
	}
	return "", "", true
}

// errorDetails are what a reply says beside its error: the client that is there
// already, and its result.
func errorDetails(object []byte, code frontdesk.Code, result, text string) []frontdesk.Detail {
	details := resultDetail(result, text)
	raw, _ := wire.Member(object, "exists")
	if id, ok := wire.Int(raw); ok && id > 0 {
		details = append(details, frontdesk.Detail{Code: code, Field: existingField, Message: strconv.FormatInt(id, 10)})
	}
	return details
}

// resultDetail keeps what result says beside the error, such as that the mail
// was written and only not delivered.
func resultDetail(result, text string) []frontdesk.Detail {
	if result == "" || isPlainError(result) || result == text {
		return nil
	}
	return []frontdesk.Detail{{Message: result}}
}

// rowsBesideError: a list of enquiries calls itself empty, rows or not, where the
// last row has no products.
func rowsBesideError(fact operationFact, object []byte) bool {
	data, _ := wire.Member(object, "data")
	return fact.id == "entry.list" && !wire.Blank(data)
}

// unknownTaskUser is what it means that task.add is refused without a word, on
// which PHP 8 dies.
const unknownTaskUser = "nothing was stored: the server knows no such user"

// withoutText is the message of an error for which the server has no words.
func withoutText(fact operationFact, code frontdesk.Code) string {
	if fact.id == "task.add" && code == CodeInnerRefusal {
		return unknownTaskUser
	}
	if code != "" {
		return "the server says no more than the code " + string(code)
	}
	return "the server says that it failed, and not why"
}

// failedResult reports whether a result begins with the word for an error, also in
// other letters than the server's own scripts write it.
func failedResult(result string) bool {
	result = strings.TrimSpace(result)
	return len(result) >= len("Error") && strings.EqualFold(result[:len("Error")], "Error") || strings.HasPrefix(result, "Ошибка")
}

// afterError is what a failed result says behind the word for an error; the Russian
// word goes on in a sentence.
func afterError(result string) string {
	result = strings.TrimSpace(result)
	if strings.HasPrefix(result, "Ошибка") {
		return result
	}
	return strings.TrimLeft(result[len("Error"):], ":;. ")
}

func isPlainError(result string) bool { return strings.EqualFold(strings.TrimSpace(result), "Error") }

// isIdentical reports whether a result says that nothing changed. One that goes on
// with bank details that were stored does not.
func isIdentical(result string) bool {
	return strings.HasPrefix(result, "Данные корректны, но идентичны") && !strings.Contains(result, "Реквизиты обновлены")
}
