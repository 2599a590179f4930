using System.Buffers.Binary;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>Accounts and organisations, as of the newest final block.</summary>
internal sealed class AccountsService(INodeBackend backend)
{
    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.AccountsReflection.Descriptor.Services[0])
        .Unary<V1.GetAccountRequest, V1.Account>("GetAccount", (request, _) => Task.FromResult(Get(request)))
        .Unary<V1.ListOrganisationsRequest, V1.ListOrganisationsResponse>("ListOrganisations", (request, _) => Task.FromResult(List(request)))
        .Unary<V1.GetTotalsRequest, V1.Totals>("GetTotals", (_, _) => Task.FromResult(Totals()))
        .Build();

    private V1.Account Get(V1.GetAccountRequest request)
    {
        AccountId id = Fields.Account(request.Account, "account");
        using IFinalState state = backend.OpenState();
        if (!RegistryQueries.TryGetAccount(state.State, id, out AccountRecord? record))
        {
            throw ErrorTable.Exception(ApiErrors.NotFound, $"there is no account {id}");
        }

        V1.Account account = new()
        {
            Id = Fields.Of(id),
            Organisation = record.Organisation.Value,
            CurrentKey = Fields.Of(record.CurrentKey),
            Credits = AccountsQueries.HeldBy(state.State, id).Value,
            Points = AccountsQueries.PointsOf(state.State, record.Organisation).Value,
            NextNonce = AccountsQueries.NoncesOf(state.State, id).Next,
            Height = state.Header.Height.Value,
        };
        account.Roles.AddRange(Enum.GetValues<Role>()
            .Where(role => role != Role.None && record.Roles.HasFlag(role))
            .Select(static role => role.ToString().ToLowerInvariant()));
        return account;
    }

    private V1.ListOrganisationsResponse List(V1.ListOrganisationsRequest request)
    {
        V1.ListOrganisationsRequest scope = new();
        byte[] place = PageToken.Read("Accounts.ListOrganisations", scope, request.PageToken, sizeof(uint));
        uint after = place.Length == 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(place);
        int most = Fields.PageSize(request.PageSize, Paging.Standard, Paging.Most);
        V1.ListOrganisationsResponse response = new();
        using IFinalState state = backend.OpenState();
        foreach (OrganisationRow row in RegistryQueries.Organisations(state.State).SkipWhile(row => row.Id.Value <= after))
        {
            if (response.Organisations.Count == most)
            {
                byte[] last = new byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32BigEndian(last, response.Organisations[^1].Id);
                response.NextPageToken = PageToken.Of("Accounts.ListOrganisations", scope, last);
                break;
            }

            response.Organisations.Add(new V1.Organisation
            {
                Id = row.Id.Value,
                Name = row.Record.Name,
                LegalEntity = row.Record.LegalEntity,
                Status = row.Record.Status.ToString().ToLowerInvariant(),
                Group = row.Record.Group.Value,
                Points = AccountsQueries.PointsOf(state.State, row.Id).Value,
            });
        }

        return response;
    }

    private V1.Totals Totals()
    {
        using IFinalState state = backend.OpenState();
        CreditTotals totals = AccountsQueries.Totals(state.State);
        UInt128 inside = (UInt128)totals.Held.Value + totals.Escrowed.Value + totals.Bonded.Value;
        return new V1.Totals
        {
            Issued = totals.Issued.Value,
            Redeemed = totals.Redeemed.Value,
            Held = totals.Held.Value,
            Escrowed = totals.Escrowed.Value,
            Bonded = totals.Bonded.Value,
            Conserved = inside + totals.Redeemed.Value == totals.Issued.Value,
            Height = state.Header.Height.Value,
        };
    }
}
