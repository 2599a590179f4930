using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Api.Translation;

/// <summary>Transactions, receipts and events, with the names that the catalogue gives to their numbers.</summary>
internal sealed class TransactionTranslation
{
    private readonly CatalogIndex _catalog;
    private readonly Dictionary<ushort, string> _modules = [];

    public TransactionTranslation(CatalogIndex catalog)
    {
        _catalog = catalog;
        foreach (IModule module in catalog.Catalog.Modules)
        {
            _modules.Add(module.Id.Value, module.Name);
        }
    }

    /// <summary>The module's name; its number where the catalogue has no such module.</summary>
    public string ModuleName(ModuleId module) => _modules.TryGetValue(module.Value, out string? name) ? name : module.ToString();

    /// <param name="encoded">The bytes of a transaction in a final block: they decode, or the store is damaged.</param>
    public V1.Transaction Of(Blob encoded, TransactionPlace place, Receipt receipt)
    {
        TransactionBody body = BodyOf(encoded);
        return new V1.Transaction
        {
            Id = Fields.Of(receipt.Transaction),
            Sender = Fields.Of(body.Sender),
            Nonce = body.Nonce,
            ValidUntil = body.ValidUntil.Value,
            MaxFee = body.MaxFee.Value,
            Module = ModuleName(body.Module),
            Message = _catalog.Find(body.Module, body.MessageType, _catalog.NewestRules).TryGet(out IMessageHandler handler, out _)
                ? handler.Name
                : body.MessageType.ToString(),
            Encoded = Fields.Of(encoded),
            Height = place.Height.Value,
            Index = (uint)place.Index,
            Receipt = Of(receipt),
        };
    }

    public static TransactionBody BodyOf(Blob encoded) =>
        Canonical.Decode<SignedTransaction>(encoded.Span).TryGet(out SignedTransaction transaction, out Refusal? refusal)
            ? transaction.Body
            : throw new InvalidOperationException($"A stored transaction does not decode: {refusal}.");

    public static V1.Receipt Of(Receipt receipt)
    {
        V1.Receipt message = new()
        {
            Transaction = Fields.Of(receipt.Transaction),
            Applied = receipt.Status == ReceiptStatus.Applied,
            Reason = receipt.Reason.Value ?? string.Empty,
            Fee = receipt.Fee.Value,
        };
        message.Events.AddRange(receipt.Events.Items.Select(Of));
        return message;
    }

    public static V1.Event Of(Event happened)
    {
        V1.Event message = new() { Name = happened.Name };
        foreach (EventAttribute attribute in happened.Attributes)
        {
            message.Attributes.Add(new V1.Attribute { Name = attribute.Name, Value = attribute.Value });
        }

        return message;
    }
}
