package contract

import (
	"fmt"
	"strconv"
)

// comagicKinds gives the kind of a CoMagic error by its mnemonic. CoMagic's documentation knows no kinds; these were
// inferred from the meaning of each mnemonic. A pair of code and mnemonic wins over the mnemonic alone.
//
// Between Invalid and Validation the line is: Invalid is a request that no account could send (wrong name, type,
// format, combination), Validation is one that a rule or a limit of this account refuses.
var comagicKinds = map[string]string{
	// the envelope
	"parse_error":                    "invalid",
	"invalid_request":                "invalid",
	"method_not_found":               "unsupported",
	"batch_opreations_not_supported": "unsupported",
	"notifications_not_supported":    "unsupported",

	// parameters
	"data_type_error":                "invalid",
	"required_parameter_missed":      "invalid",
	"invalid_parameter_value":        "invalid",
	"unexpected_parameters":          "invalid",
	"invalid_parameters_combination": "invalid",
	"invalid_date_time":              "invalid",
	"character_encoding_not_allowed": "invalid",
	"sort_prohibited":                "invalid",
	"filter_prohibited":              "invalid",

	// rules of the account
	"error":                                "validation",
	"date_interval_limit_reached":          "validation",
	"data_limit_exceeded":                  "validation",
	"tts_text_exceeded":                    "validation",
	"own_virtual_phone_number_not_allowed": "validation",
	"no_active_phone_number":               "validation",
	"contact_in_blacklist":                 "validation",
	"-32002 contact_in_blacklist":          "forbidden",
	"campaign_is_inactive":                 "validation",
	"tariff_restrictions":                  "forbidden",

	// credentials and rights
	"auth_error":                   "auth",
	"access_token_expired":         "auth",
	"access_token_blocked":         "auth",
	"access_token_invalid":         "auth",
	"forbidden":                    "forbidden",
	"ip_not_whitelisted":           "forbidden",
	"account_inactive":             "forbidden",
	"component_disabled":           "forbidden",
	"method_component_disabled":    "forbidden",
	"parameter_component_disabled": "forbidden",

	// records
	"entity_not_found":               "not_found",
	"call_session_not_found":         "not_found",
	"coach_not_found":                "not_found",
	"employee_not_found":             "not_found",
	"leg_not_found":                  "not_found",
	"media_file_not_found":           "not_found",
	"scenario_not_found":             "not_found",
	"tag_not_found":                  "not_found",
	"talk_option_not_found":          "not_found",
	"virtual_phone_number_not_found": "not_found",
	"already_in_use":                 "conflict",
	"dependency_error":               "conflict",
	"duplicate_contact":              "conflict",
	"duplicate_entity":               "conflict",
	"duplicate_tag":                  "conflict",
	"invalid_state":                  "conflict",
	"record_already_started":         "conflict",
	"record_already_stopped":         "conflict",

	// limits and faults
	"limit_exceeded": "rate_limited",
	"internal_error": "server",
}

// comagicCodes gives the kind of a CoMagic error whose mnemonic is unknown, by its JSON-RPC code.
var comagicCodes = map[int]string{
	-32700: "invalid", -32600: "invalid", -32601: "unsupported", -32602: "invalid", -32603: "server",
	-32001: "auth", -32002: "forbidden", -32003: "forbidden", -32004: "conflict", -32007: "not_found",
	-32008: "forbidden", -32009: "forbidden", -32029: "rate_limited", -32099: "unsupported",
}

// CoMagicKind returns the kind of a CoMagic error by mnemonic, corrected by the code, or by the code alone where the
// mnemonic is unknown. ok is false if both are unknown. limit_exceeded is rate_limited here; with params.limit_type
// "day" it is quota_exhausted. Every kind is inferred.
func CoMagicKind(code int, mnemonic string) (kind string, ok bool) {
	if kind, ok = comagicKinds[strconv.Itoa(code)+" "+mnemonic]; ok {
		return kind, true
	}
	if kind, ok = comagicKinds[mnemonic]; ok {
		return kind, true
	}
	kind, ok = comagicCodes[code]
	return kind, ok
}

// comagicErrors are the error lists of errors.json. The common list applies to every method of its API.
type comagicErrors struct {
	DataAPI, CallAPI comagicErrorLists
}

type comagicErrorLists struct {
	CodeGroups []struct {
		Code    int    `json:"code"`
		Meaning string `json:"meaning"`
	} `json:"code_groups"`
	Lists    map[string][]rawError `json:"lists"`
	ByMethod map[string][]rawError `json:"by_method"`
}

// expand writes the errors of the operation: the lists that it names, those of its method, its own. What stands in
// several lists is taken once.
func (c comagicErrors) expand(op *Operation, callAPI bool) error {
	lists := c.DataAPI
	if callAPI {
		lists = c.CallAPI
	}
	seen := map[string]bool{}
	add := func(source string, list []rawError) error {
		for _, e := range list {
			if len(e.Code) != 1 || e.Mnemonic == "" {
				return fmt.Errorf("an error of %s has no code or no mnemonic", source)
			}
			key := e.Code[0] + " " + e.Mnemonic
			if seen[key] {
				continue
			}
			seen[key] = true
			code, err := strconv.Atoi(e.Code[0])
			if err != nil {
				return err
			}
			kind, ok := comagicKinds[key]
			if !ok {
				kind, ok = comagicKinds[e.Mnemonic]
			}
			if !ok {
				return fmt.Errorf("no kind for the mnemonic %s (%d)", e.Mnemonic, code)
			}
			op.Errors = append(op.Errors, OpError{
				Status: 200, Code: e.Code[0], Mnemonic: e.Mnemonic, Kind: kind, KindInferred: true, Meaning: e.Meaning,
				Message: e.Message, Source: source, Retryable: e.Retryable, Relogin: e.Relogin,
			})
		}
		return nil
	}
	if err := add("errors of "+op.RPCMethod, op.raw.Errors); err != nil {
		return err
	}
	if err := add("by_method", lists.ByMethod[op.RPCMethod]); err != nil {
		return err
	}
	for _, name := range op.raw.ErrorLists {
		list, ok := lists.Lists[name]
		if !ok {
			return fmt.Errorf("unknown error list %q", name)
		}
		if err := add(name, list); err != nil {
			return err
		}
	}
	return nil
}
