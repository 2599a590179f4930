using System.Globalization;
using DeAI.Chain.Grpc;
using Google.Protobuf;

namespace DeAI.Chain.Api.Translation;

/// <summary>From the receipt's event `models.predicted` to an answer. The receipt stays beside it: that is what can be proven.</summary>
internal static class PredictionTranslation
{
    private const string PayPrefix = "pay.";
    private const string Treasury = "treasury";

    /// <param name="transaction">Final.</param>
    /// <param name="accountOf">The paid account of an organisation, from the version's shares; empty where unknown.</param>
    public static V1.PredictResponse Of(V1.Transaction transaction, Func<string, uint, ByteString> accountOf)
    {
        V1.Event? predicted = transaction.Receipt.Events.FirstOrDefault(static happened => string.Equals(happened.Name, "models.predicted", StringComparison.Ordinal));
        if (!transaction.Receipt.Applied || predicted is null)
        {
            throw Refused(transaction);
        }

        Dictionary<string, string> values = predicted.Attributes.ToDictionary(static a => a.Name, static a => a.Value, StringComparer.Ordinal);
        V1.PredictResponse response = new()
        {
            Id = transaction.Id,
            Height = transaction.Height,
            LateProbability = Millionths(values["probability_parts"]),
            DelayTenths = Tenths(values["delay_minutes_32nds"]),
            DelayLowTenths = Tenths(values["lower_minutes_32nds"]),
            DelayHighTenths = Tenths(values["upper_minutes_32nds"]),
            Abstained = values["abstains"] == "1",
            Price = ulong.Parse(values["price"], CultureInfo.InvariantCulture),
            Transaction = transaction,
        };
        foreach (V1.Attribute pay in predicted.Attributes.Where(static a => a.Name.StartsWith(PayPrefix, StringComparison.Ordinal)))
        {
            string to = pay.Name[PayPrefix.Length..];
            V1.Payout payout = new() { Amount = ulong.Parse(pay.Value, CultureInfo.InvariantCulture) };
            if (to != Treasury)
            {
                payout.Organisation = uint.Parse(to, CultureInfo.InvariantCulture);
                payout.Account = accountOf(values["version"], payout.Organisation);
            }

            response.Payouts.Add(payout);
        }

        return response;
    }

    private static GrpcException Refused(V1.Transaction transaction)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            ["transaction_id"] = Convert.ToHexStringLower(transaction.Id.Span),
            ["height"] = transaction.Height.ToString(CultureInfo.InvariantCulture),
            ["fee"] = transaction.Receipt.Fee.ToString(CultureInfo.InvariantCulture),
        };
        return transaction.Receipt.Reason.Length > 0
            ? ErrorTable.Exception(new Primitives.ReasonCode(transaction.Receipt.Reason), "final, but refused by its module", metadata)
            : ErrorTable.Exception(ApiErrors.NoPrediction, "final, but not a prediction", metadata);
    }

    // The model gives 65536ths.
    private static uint Millionths(string parts) =>
        (uint)(((ulong.Parse(parts, CultureInfo.InvariantCulture) * 1_000_000) + 32_768) / 65_536);

    // Thirty-seconds to tenths, to the nearest, halves away from zero.
    private static int Tenths(string thirtySeconds)
    {
        long scaled = long.Parse(thirtySeconds, CultureInfo.InvariantCulture) * 10;
        return (int)((scaled + (scaled < 0 ? -16 : 16)) / 32);
    }
}
