package salesmantest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestGuides_ShowWhatWasPutIn(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	industry := srv.AddIndustry(salesman.Industry{Title: "Suppliers", Kind: salesman.KindContractor})
	territory := srv.AddTerritory("North")
	relation := srv.AddRelation(salesman.Relation{Title: "Friend", Color: "#ffffff"})
	source := srv.AddSource(salesman.ClientSource{Title: "Fair", UTMSource: "fair", PhoneLine: "5550100"})

	industries, err := sm.Guides.Industries(t.Context())
	require.NoError(t, err)
	assert.Len(t, industries, 3)
	assert.Equal(t, salesman.Industry{ID: industry, Title: "Suppliers", Kind: salesman.KindContractor}, industries[2])
	assert.Equal(t, salesman.KindClient, industries[0].Kind)
	territories, err := sm.Guides.Territories(t.Context())
	require.NoError(t, err)
	assert.Equal(t, salesman.Territory{ID: territory, Title: "North"}, territories[4])
	relations, err := sm.Guides.Relations(t.Context())
	require.NoError(t, err)
	assert.Equal(t, salesman.Relation{ID: relation, Title: "Friend", Color: "#ffffff"}, relations[6])
	sources, err := sm.Guides.Sources(t.Context())
	require.NoError(t, err)
	assert.Equal(t, salesman.ClientSource{ID: source, Title: "Fair", UTMSource: "fair", PhoneLine: "5550100"}, sources[5])
}

func TestGuides_CompaniesWithAccountsAndSigners(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	signer := salesman.Signer{Name: "Jane Doe", Post: "Deputy", SignsAs: "J. Doe", ActsUpon: "power of attorney"}
	company := srv.AddCompany(salesman.Company{ShortName: "Example LLC", LegalName: "Example", INN: "1", Signers: []salesman.Signer{signer}})
	account := srv.AddBankAccount(salesman.BankAccount{CompanyID: company, Kind: salesman.AccountBank, Title: "Main", VATPercent: "20"})

	companies, err := sm.Guides.CompaniesFull(t.Context())
	require.NoError(t, err)
	require.Len(t, companies, 2)
	assert.Empty(t, companies[0].Signers)
	assert.Len(t, companies[0].Accounts, 2)
	assert.Equal(t, "Example LLC", companies[1].ShortName)
	require.Len(t, companies[1].Signers, 1)
	assert.Equal(t, "J. Doe", companies[1].Signers[0].SignsAs)
	assert.Equal(t, company, companies[1].Signers[0].CompanyID)
	assert.Equal(t, account, companies[1].Accounts[0].ID)
	short, err := sm.Guides.Companies(t.Context())
	require.NoError(t, err)
	assert.Equal(t, companies[1].Company, short[1])

	accounts, err := sm.Guides.BankAccounts(t.Context())
	require.NoError(t, err)
	assert.Len(t, accounts, 3)
	assert.Equal(t, frontdesk.Some(salesman.YesNo(true)), accounts[0].Default)
	assert.Equal(t, company, accounts[2].CompanyID)
	signers, err := sm.Guides.Signers(t.Context())
	require.NoError(t, err)
	assert.Len(t, signers[company], 1)
}

func TestGuides_ACompanyWithoutSignersIsTooMuchForPHP8(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithPHP8Crashes())
	sm := srv.Client()
	_, err := sm.Guides.Companies(t.Context())
	require.ErrorIs(t, err, frontdesk.ErrServer)
	signers, err := sm.Guides.Signers(t.Context())
	require.NoError(t, err)
	assert.Empty(t, signers)
	srv.AddSigner(salesman.Signer{CompanyID: 1, Name: "Jane Doe"})
	companies, err := sm.Guides.CompaniesFull(t.Context())
	require.NoError(t, err)
	assert.Len(t, companies[0].Signers, 1)
}
