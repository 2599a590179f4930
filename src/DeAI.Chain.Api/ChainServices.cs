using DeAI.Chain.Api.Services;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;

namespace DeAI.Chain.Api;

/// <summary>All services of the chain over one node.</summary>
public static class ChainServices
{
    public static IReadOnlyList<GrpcServiceBinding> CreateAll(INodeBackend backend)
    {
        TransactionTranslation translation = new(backend.Chain.Catalog);
        TransactionsService transactions = new(backend, translation);
        return
        [
            transactions.Bind(),
            new BlocksService(backend, translation).Bind(),
            new StateService(backend).Bind(),
            new AccountsService(backend).Bind(),
            new FederationService(backend).Bind(),
            new ModelsService(backend, transactions).Bind(),
            new BountiesService(backend).Bind(),
            new GovernanceService(backend).Bind(),
            new AuditService(backend, translation).Bind(),
            new NodeService(backend).Bind(),
        ];
    }
}
