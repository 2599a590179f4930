using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>
/// The fields that no data set may declare, by declared kind and by the words of the name. A net with a known mesh: it stops mistakes and
/// plain attempts; a member who calls a price "weight" lies on the record, under its own signature.
/// </summary>
/// <remarks>
/// Words of five letters and more are found anywhere in the name with underscores and digits removed, so <c>unit_prices2</c> and
/// <c>p_r_i_c_e</c> are refused (and, rarely, an innocent neighbour such as <c>stop_rice</c>: rename it). Shorter words, and
/// those marked with = (<c>discharge</c>, <c>template</c>), must be a token of the name, alone or with a plural s, as they occur within others.
/// </remarks>
internal static class ForbiddenFields
{
    private const int AnywhereFrom = 5;

    private static readonly string[] Personal =
    [
        "address", "biometric", "birth", "citizen", "client", "consignee", "contact", "crew", "customer", "device", "dob", "driver", "email",
        "employee", "ethnic", "face", "forename", "gender", "health", "iban", "imei", "ip", "licence", "license", "mail", "mobile", "name",
        "nationality", "nickname", "passenger", "passport", "patient", "person", "phone", "=photo", "=pilot", "=plate", "recipient", "religion",
        "resident", "sex", "shipper", "signature", "ssn", "=staff", "surname", "tail", "user", "worker",
    ];

    private static readonly string[] Prices =
    [
        "amount", "=charge", "cost", "currency", "discount", "eur", "fare", "fee", "income", "invoice", "margin", "markup", "payment", "premium",
        "price", "pricing", "profit", "rate", "rebate", "revenue", "salary", "surcharge", "tariff", "turnover", "usd", "wage", "yield",
    ];

    private static readonly string[] Capacities =
    [
        "allotment", "availability", "available", "backlog", "capacities", "capacity", "fleet", "headcount", "inventory", "load", "occupancy",
        "overbook", "payload", "seat", "slot", "=spare", "=stock", "teu", "utilisation", "utilization", "vacancy", "vacant",
    ];

    private static readonly string[] Strategies =
    [
        "acquisition", "bid", "budget", "campaign", "competitor", "contract", "demand", "expansion", "marketshare", "merger", "negotiat", "=offer",
        "plan", "quota", "quotation", "=quote", "roadmap", "sale", "strategic", "strategies", "strategy", "=target", "tender",
    ];

    public static Result Check(string name, ColumnKind kind)
    {
        ReasonCode byKind = kind switch
        {
            ColumnKind.Person => SchemaErrors.PersonalField,
            ColumnKind.Price => SchemaErrors.PriceField,
            ColumnKind.Capacity => SchemaErrors.CapacityField,
            ColumnKind.Strategy => SchemaErrors.StrategyField,
            >= ColumnKind.Time and <= ColumnKind.Flag => default,
            _ => SchemaErrors.UnknownKind,
        };
        if (!byKind.IsDefault)
        {
            return Result.Refuse(byKind, $"column {name} is declared as kind {(byte)kind}");
        }

        string[] tokens = name.Split('_');
        string letters = new([.. name.Where(char.IsAsciiLetterLower)]);
        Result personal = Check(name, tokens, letters, Personal, SchemaErrors.PersonalField);
        Result price = Check(name, tokens, letters, Prices, SchemaErrors.PriceField);
        Result capacity = Check(name, tokens, letters, Capacities, SchemaErrors.CapacityField);
        Result strategy = Check(name, tokens, letters, Strategies, SchemaErrors.StrategyField);
        return !personal.IsOk ? personal : !price.IsOk ? price : !capacity.IsOk ? capacity : strategy;
    }

    private static Result Check(string name, string[] tokens, string letters, string[] words, ReasonCode code)
    {
        foreach (string word in words)
        {
            bool found = word[0] == '=' || word.Length < AnywhereFrom
                ? HasToken(tokens, word.AsSpan().TrimStart('='))
                : letters.Contains(word, StringComparison.Ordinal);
            if (found)
            {
                return Result.Refuse(code, $"column {name} holds the word '{word.TrimStart('=')}'");
            }
        }

        return Result.Ok;
    }

    private static bool HasToken(string[] tokens, ReadOnlySpan<char> word)
    {
        foreach (string token in tokens)
        {
            ReadOnlySpan<char> bare = token.AsSpan().Trim("0123456789");
            if (bare.SequenceEqual(word) || (bare.EndsWith('s') && bare[..^1].SequenceEqual(word)))
            {
                return true;
            }
        }

        return false;
    }
}
