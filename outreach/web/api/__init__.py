"""What programs may ask and tell us over the wire: `/api/v1`. Nothing here gets around the gate."""
