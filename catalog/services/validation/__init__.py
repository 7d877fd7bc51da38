"""What is asked of suppliers and what they answer: requests, decisions on tags, contests, rulings, signatures, doubts."""
