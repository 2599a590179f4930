using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Accounts, organisations and totals. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class AccountsClient
{
    private static readonly ServiceDescriptor Service = AccountsReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetAccountRequest, Account> GetAccountMethod = new(Service.FindMethodByName("GetAccount"));

    private static readonly GrpcMethod<ListOrganisationsRequest, ListOrganisationsResponse> ListOrganisationsMethod = new(Service.FindMethodByName("ListOrganisations"));

    private static readonly GrpcMethod<GetTotalsRequest, Totals> GetTotalsMethod = new(Service.FindMethodByName("GetTotals"));

    private readonly ChainClient _client;

    internal AccountsClient(ChainClient client) => _client = client;

    public Task<Account> GetAccountAsync(GetAccountRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetAccountMethod, request, cancellation);

    public Task<ListOrganisationsResponse> ListOrganisationsAsync(ListOrganisationsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListOrganisationsMethod, request, cancellation);

    public Task<Totals> GetTotalsAsync(GetTotalsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetTotalsMethod, request, cancellation);
}
