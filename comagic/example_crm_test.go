package comagic_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// The stages of the CRM's funnel for leads; those that are there already stay.
func ExampleLeadsService_CreateFunnelStages() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.LeadFunnelStage{ID: 1, ExtID: "new", Name: "New", Type: "in_process", Order: frontdesk.Some[int64](1)})
	cm, ctx := srv.Client(), context.Background()

	for i, name := range []string{"New", "Talk", "Offer"} {
		_, err := cm.Leads.CreateFunnelStages(ctx, &comagic.CreateLeadFunnelStagesParams{
			ExtID: strings.ToLower(name), Name: name, Type: "in_process", Order: int64(i + 1),
		})
		if err != nil && !errors.Is(err, frontdesk.ErrConflict) {
			fmt.Println(err)
			return
		}
	}
	for stage, err := range cm.Leads.AllFunnelStages(ctx, &comagic.LeadFunnelStagesParams{Sort: []comagic.Sort{comagic.Asc("order")}}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(stage.Order.Or(0), stage.ExtID, stage.Name)
	}
	// Output:
	// 1 new New
	// 2 talk Talk
	// 3 offer Offer
}

// Take a lead through the stages of the funnel: an upload of a known ext_id changes
// the lead.
func ExampleLeadsService_UploadHistory() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	came := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	lead := comagic.UploadLeadsHistoryLead{
		ExtID: "lead-7", Name: "Asked for prices", Phones: []string{"15555550140"}, UTMSource: "newsletter",
		CreatedDateTime: came,
	}
	for day, stage := range []string{"new", "talk", "offer"} {
		lead.StageExtID, lead.ModifiedStageDateTime = stage, came.AddDate(0, 0, day)
		if stage == "offer" {
			lead.Name = "Wants 20 desks"
		}
		err := cm.Leads.UploadHistory(ctx, &comagic.UploadLeadsHistoryParams{Leads: []comagic.UploadLeadsHistoryLead{lead}})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	report := &comagic.LeadsParams{
		ReportID: 1, DateFrom: came, DateTill: came.AddDate(0, 0, 7), // by when the lead came
		Fields: []string{"lead_ext_id", "lead_name", "lead_utm_source"},
	}
	for lead, err := range cm.FlatReports.AllLeads(ctx, report) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(lead.LeadExtID, lead.LeadName.Value, lead.LeadUTMSource)
	}
	// Output: lead-7 Wants 20 desks newsletter
}

// A funnel of sales with the stages between the first and the last.
func ExampleSalesFunnelsService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	funnel, err := cm.SalesFunnels.Create(ctx, &comagic.CreateSalesFunnelParams{
		ExtID: "retail", Name: "Retail",
		Stages: comagic.CreateSalesFunnelStages{
			Success:   comagic.ExtIDName{ExtID: "won", Name: "Won"},
			Failed:    comagic.ExtIDName{ExtID: "lost", Name: "Lost"},
			InProcess: []comagic.CreateSalesFunnelStagesInProcess{{ExtID: "new", Name: "New", Order: 1}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = cm.SalesFunnels.CreateStages(ctx, &comagic.CreateSalesFunnelStagesParams{
		SalesFunnelExtID: funnel.ExtID, ExtID: "offer", Name: "Offer", Order: 2,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for funnel, err := range cm.SalesFunnels.All(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, stage := range funnel.Stages {
			fmt.Println(funnel.Name, stage.StageName, stage.StageStatus)
		}
	}
	// Output:
	// Retail New in_process
	// Retail Won success
	// Retail Lost failed
	// Retail Offer in_process
}

// Upload deals, wait until they are processed, and read the revenue back.
func ExampleDealsService_UploadHistory() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	closed := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	deal := func(id string, revenue float64) comagic.UploadDealsHistoryDeal {
		return comagic.UploadDealsHistoryDeal{
			ExtID: id, Name: "Order " + id, Revenue: frontdesk.Some(revenue), SalesFunnelExtID: "retail", StageExtID: "won",
			CreatedDateTime: closed.AddDate(0, 0, -3), ModifiedStageDateTime: closed, ClosedDateTime: closed,
			ContactExtIDs: []string{"client-1"}, MainContactExtID: "client-1", EmployeeExtID: "manager-4",
		}
	}
	err := cm.Deals.UploadHistory(ctx, &comagic.UploadDealsHistoryParams{ // at most 1,000
		Deals: []comagic.UploadDealsHistoryDeal{deal("A-1", 120), deal("A-2", 80.5)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	waiting, err := cm.Deals.GetInProcessing(ctx)
	if err != nil || waiting.Count.Or(0) > 0 {
		fmt.Println("look again in a minute", err)
		return
	}
	report := &comagic.DealsParams{
		ReportID: 1, DateFrom: closed.AddDate(0, 0, -7), DateTill: closed.AddDate(0, 0, 1),
		Fields: []string{"deal_ext_id", "deal_revenue"},
	}
	sum := 0.0
	for deal, err := range cm.FlatReports.AllDeals(ctx, report) {
		if err != nil {
			fmt.Println(err)
			return
		}
		sum += deal.DealRevenue.Or(0)
	}
	fmt.Println("sold for", sum)
	// Output: sold for 200.5
}

// The contacts of a CRM: all of a call are created, or none.
func ExampleDealContactsService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	met := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	contact := func(id, name, phone string) comagic.CreateDealContactsContact {
		return comagic.CreateDealContactsContact{ExtID: id, Name: name, CreatedDateTime: met, PhoneNumbers: []string{phone}}
	}
	for _, contacts := range [][]comagic.CreateDealContactsContact{
		{contact("client-1", "Roe Rick", "15555550140")},
		{contact("client-2", "Poe Ann", "15555550141"), contact("client-1", "Roe Rick", "15555550140")},
	} {
		err := cm.DealContacts.Create(ctx, &comagic.CreateDealContactsParams{Contacts: contacts})
		if errors.Is(err, frontdesk.ErrConflict) {
			fmt.Println("one of these is known already:", len(contacts))
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	known, err := cm.DealContacts.Count(ctx, nil)
	fmt.Println(known, err)
	// Output:
	// one of these is known already: 2
	// 1 <nil>
}

// Who sells, by the CRM's ids.
func ExampleDealEmployeesService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	_, err := cm.DealEmployees.Create(ctx, &comagic.CreateDealEmployeesParams{ExtID: "manager-4", Name: "Doe Jane"})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = cm.DealEmployees.Update(ctx, &comagic.UpdateDealEmployeesParams{ExtID: "manager-4", Name: frontdesk.Some("Roe Jane")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for employee, err := range cm.DealEmployees.All(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(employee.ExtID, employee.Name)
	}
	// Output: manager-4 Roe Jane
}

// Connect a CRM of one's own; deals count for the last communication before them.
func ExampleCRMAccountsService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	created, err := cm.CRMAccounts.Create(ctx, &comagic.CreateCRMAccountParams{
		Name: "Warehouse system", Type: comagic.CRMAccountTypeCustom, URL: "https://crm.example.com",
		DealConversionModel: comagic.DealConversionModelLastBeforeDeal, IsIgnoreOutgoingCalls: frontdesk.Some(true),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for account, err := range cm.CRMAccounts.All(ctx, &comagic.CRMAccountsParams{Filter: comagic.Equal("id", created.ID)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(account.Name, account.Type, "outgoing calls ignored:", account.IsIgnoreOutgoingCalls.Or(false))
	}
	// Output: Warehouse system custom outgoing calls ignored: true
}

// Which company of the CRM has a number?
func ExampleCRMCompaniesService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	err := cm.CRMCompanies.Create(ctx, &comagic.CreateCRMCompanyParams{
		ExtID: "firm-1", Name: "Example Ltd", Phones: []string{"15555550140", "15555550141"}, Emails: []string{"office@example.com"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for company, err := range cm.CRMCompanies.All(ctx, &comagic.CRMCompaniesParams{Filter: comagic.Equal("ext_id", "firm-1")}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(company.Name, company.Phones)
	}
	// Output: Example Ltd [15555550140 15555550141]
}
