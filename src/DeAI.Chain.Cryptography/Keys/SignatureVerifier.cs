using DeAI.Chain.Cryptography.Lanes;

namespace DeAI.Chain.Cryptography;

/// <summary>
/// Checks many signatures by the rule of <see cref="Ed25519"/>, eight at a time where the processor has AVX-512, several times faster than one
/// after the other. That way can only say yes: what it does not find good, and the signatures of keys seen seldom, libsodium checks. So every
/// refusal is libsodium's, and the answers do not depend on the machine. Safe to share between threads.
/// </summary>
public sealed class SignatureVerifier
{
    /// <summary>Good signatures of a key before its table is made: the table costs about as much as three checks.</summary>
    private const int SightingsBeforeTable = 4;

    /// <summary>Below this many, libsodium is faster than eight lanes.</summary>
    private const int LeastForLanes = 2;

    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly Dictionary<PublicKey, CombTable> _tables = [];
    private readonly Queue<PublicKey> _order = new();
    private readonly Dictionary<PublicKey, int> _sightings = [];

    /// <param name="capacity">Keys with a table of 10 KiB each; the oldest goes first.</param>
    /// <param name="allowLanes">False: libsodium does everything.</param>
    public SignatureVerifier(int capacity = 4096, bool allowLanes = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        UsesLanes = allowLanes && LaneCheck.IsSupported && LaneSelfTest.Passes();
    }

    /// <summary>Whether checks are made eight at a time here.</summary>
    public bool UsesLanes { get; }

    /// <summary>Each answer is that of <see cref="Ed25519.Verify"/>.</summary>
    /// <param name="checks">Any number.</param>
    /// <param name="good">As many.</param>
    public void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> good)
    {
        if (good.Length != checks.Length)
        {
            throw new ArgumentException($"{checks.Length} answers are needed, there is room for {good.Length}.", nameof(good));
        }

        good.Clear();
        if (UsesLanes && checks.Length >= LeastForLanes)
        {
            VerifyPrepared(checks, good);
        }

        Span<byte> message = stackalloc byte[Bytes32.Length];
        List<PublicKey> frequent = [];
        for (int i = 0; i < checks.Length; i++)
        {
            if (good[i])
            {
                continue;
            }

            SignatureCheck check = checks[i];
            check.Message.CopyTo(message);
            good[i] = Ed25519.Verify(check.Key, message, check.Signature);
            if (good[i] && UsesLanes && IsFrequent(check.Key))
            {
                frequent.Add(check.Key);
            }
        }

        Prepare(frequent);
    }

    /// <summary>The checks whose keys have tables, in groups of eight. What is found good is marked.</summary>
    private void VerifyPrepared(ReadOnlySpan<SignatureCheck> checks, Span<bool> good)
    {
        CombTable?[] tables = Find(checks);
        Span<bool> answers = stackalloc bool[LaneCheck.Width];
        SignatureCheck[] group = new SignatureCheck[LaneCheck.Width];
        CombTable[] keys = new CombTable[LaneCheck.Width];
        Span<int> places = stackalloc int[LaneCheck.Width];
        int count = 0;
        for (int i = 0; i <= checks.Length; i++)
        {
            bool isLast = i == checks.Length;
            if (count == LaneCheck.Width || (isLast && count >= LeastForLanes))
            {
                LaneCheck.Run(group.AsSpan(0, count), keys.AsSpan(0, count), answers);
                for (int j = 0; j < count; j++)
                {
                    good[places[j]] = answers[j];
                }

                count = 0;
            }

            if (!isLast && tables[i] is { } table)
            {
                group[count] = checks[i];
                keys[count] = table;
                places[count++] = i;
            }
        }
    }

    private CombTable?[] Find(ReadOnlySpan<SignatureCheck> checks)
    {
        CombTable?[] tables = new CombTable?[checks.Length];
        lock (_gate)
        {
            for (int i = 0; i < checks.Length; i++)
            {
                tables[i] = _tables.GetValueOrDefault(checks[i].Key);
            }
        }

        return tables;
    }

    /// <summary>Counts a good signature of a key without a table.</summary>
    /// <returns>True once, when the table becomes worth its cost.</returns>
    private bool IsFrequent(PublicKey key)
    {
        lock (_gate)
        {
            if (_tables.ContainsKey(key))
            {
                return false;
            }

            if (_sightings.Count >= _capacity && !_sightings.ContainsKey(key))
            {
                // Too many seldom seen at once: start counting anew rather than remember strangers for ever.
                _sightings.Clear();
            }

            int seen = _sightings.GetValueOrDefault(key) + 1;
            _sightings[key] = seen;
            return seen == SightingsBeforeTable;
        }
    }

    private void Prepare(List<PublicKey> keys)
    {
        for (int start = 0; start < keys.Count; start += LaneCheck.Width)
        {
            PublicKey[] group = [.. keys.Skip(start).Take(LaneCheck.Width)];
            CombTable[] tables = LaneCheck.Prepare(group);
            lock (_gate)
            {
                for (int i = 0; i < group.Length; i++)
                {
                    Remember(group[i], tables[i]);
                }
            }
        }
    }

    private void Remember(PublicKey key, CombTable table)
    {
        _sightings.Remove(key);
        if (!_tables.TryAdd(key, table))
        {
            return;
        }

        _order.Enqueue(key);
        if (_order.Count > _capacity)
        {
            _tables.Remove(_order.Dequeue());
        }
    }
}
