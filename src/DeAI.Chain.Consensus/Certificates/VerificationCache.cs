namespace DeAI.Chain.Consensus;

/// <summary>
/// Remembers what was found good, oldest forgotten first, so that nothing is verified twice: single signatures, so that a certificate
/// made of
/// votes seen before costs hashes only, and whole certificates. Failures are not remembered: the memory is for honest traffic. May be
/// shared by
/// threads that verify beside the machine; whether a check hits decides nothing but its cost.
/// </summary>
public sealed class VerificationCache
{
    private const string SignatureDomain = "deai.consensus.verified.v1";

    private readonly Lock _gate = new();
    private readonly HashSet<Hash256> _known;
    private readonly Hash256[] _ring;
    private readonly SingleSignatureCheck _check;
    private int _next;

    /// <param name="capacity">Entries of about 100 bytes each.</param>
    /// <param name="check">How a signature that is not remembered is checked; null for <see cref="Ed25519.Verify"/>.</param>
    public VerificationCache(int capacity = 16384, SingleSignatureCheck? check = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new Hash256[capacity];
        _known = new HashSet<Hash256>(capacity);
        _check = check ?? Ed25519.Verify;
    }

    /// <summary>Checks a signature, or remembers that it was checked: key, message and signature all have to match.</summary>
    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        Span<byte> pair = stackalloc byte[Bytes32.Length + Signature.Length];
        key.CopyTo(pair);
        signature.CopyTo(pair[Bytes32.Length..]);
        Hash256 entry = DomainHash.Of(SignatureDomain, pair, message);
        if (Contains(entry))
        {
            return true;
        }

        bool valid = _check(key, message, signature);
        if (valid)
        {
            Add(entry);
        }

        return valid;
    }

    internal bool Contains(Hash256 entry)
    {
        lock (_gate)
        {
            return _known.Contains(entry);
        }
    }

    internal void Add(Hash256 entry)
    {
        lock (_gate)
        {
            if (!_known.Add(entry))
            {
                return;
            }

            if (!_ring[_next].IsDefault)
            {
                _known.Remove(_ring[_next]);
            }

            _ring[_next] = entry;
            _next = (_next + 1) % _ring.Length;
        }
    }
}
